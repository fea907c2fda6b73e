"""How lines begin that are not the article: buttons with words of their own, calls to subscribe, list labels, ends.

Regular expressions without groups, matched from the start of a line in lower case with straight quotes.  Where a
sentence of an article could begin the same way, the pattern asks for more of the line, or for its end.
"""

from __future__ import annotations

# Short lines that open a list of other articles.
LIST_PATTERNS: tuple[str, ...] = (
    r"more (?:on|from|in|about|stories|articles):? \S",
    r"most (?:read|popular|viewed|shared|watched|commented)\b",
    r"latest (?:from|in|on) \S",
    (
        r"(?:\S+ ){0,4}(?:latest|related|popular|more|recent|top|trending|featured) (?:\S+ )?"
        r"(?:news|articles?|stories|posts|videos|headlines)$"
    ),
    r"more (?:\S+ ){0,2}(?:news|stories|articles|headlines|must-reads)\b",
    r"(?:mehr|alles|alle artikel|weitere artikel) (?:zu|über|aus|von) \S",
    r"(?:plus d'|toute l'|tous nos |notre dossier|nos articles)",
    r"(?:más|todo) (?:sobre|de|en) \S",
    r"(?:you|we) (?:may|might|think you)\b.{0,30}$",
    r"what to (?:read|watch) next",
)

_NETWORKS = r"(?:facebook|twitter|x|whatsapp|linked-?in|telegram|reddit|e-?mail|mail|messenger|pinterest|bluesky|xing)"

# Lines that say nothing.
FURNITURE_PATTERNS: tuple[str, ...] = (
    r"[\W_]*\d+\s*(?:min(?:ute)?s?\b|मिनट|דקות).{0,12}$",
    (
        r"(?:reading time|read time|lesezeit|temps de lecture|tempo di lettura"
        r"|tiempo de lectura|tempo de leitura|leestijd|lesedauer)\b"
    ),
    r"share (?:on|to|via|this|your)\b.{0,90}$",
    rf"(?:\S+ )?(?:auf|sur|en|su|on|in|per|by|via|par|no|op) {_NETWORKS}\b.{{0,20}}$",
    rf"(?:{_NETWORKS}[\s,|/]*){{2,}}$",
    r"(?:follow|like|join|find|connect with) (?:us|our|me|the)\b.{0,90}$",
    r"(?:image|photo|slide|picture|bild|foto) \d+(?: ?(?:of|von|de|/) ?\d+)?$",
    r"@\w{2,30}$",
    r"image (?:caption|source),?$",
    r"this article is more than \d+ (?:month|year)s? old\b.{0,20}$",
    r"(?:[ivx]{1,5}|\d{1,2})\.$",
    r"video ?\d",
    r"(?:see|view|show|hide|load) (?:all|more|our|me|comments|less|full)\b.{0,60}$",
    r"social links for\b",
    r"(?:add|prefer|choose) .{2,40} (?:on|to) (?:your )?google\b",
    (
        r"\+?\d[\d,.]* ?(?:comments?|shares?|views?|likes?|replies|kommentare?|comentarios?|commentaires?"
        r"|comentários?|reactions?)\b.{0,10}$"
    ),
    r"\d+ ?(?:hours?|hrs?|mins?|minutes?|days?|weeks?|months?|years?) ago\b.{0,40}$",
    r"(?:vor \d+ (?:stunde|minute|tag)|il y a \d+ |hace \d+ |há \d+ ).{0,30}$",
    r"\(?(?:with )?(?:additional )?(?:inputs?|reporting) (?:by|from)\b.{0,80}$",
    r"breadcrumb",
    r"(?:the )?(?:opinions?|views?) expressed (?:(?:by|in) .{2,60} |here )?are\b.{0,80}$",
    r"your browser (?:does not|doesn't) support\b.{0,80}$",
    r"listen to this (?:article|story)\b.{0,40}$",
    r"list (?:of \d+ items?$|\d+ of \d+\b)",
    r"sources?: .{3,60}$",
    r"[—–-]+ .{1,60}\(@\w+\)",
)

# Paragraphs that sell something or explain the site; whole sentences, so told by how they begin.
PROMO_PATTERNS: tuple[str, ...] = (
    r"(?:sign up|subscribe|sign-up|register)(?: (?:now|here|today|for|to|and)\b|:)",
    (
        r"by (?:clicking|signing|submitting|providing|subscribing|registering|entering|using|continuing)\b.{0,80}"
        r"\b(?:you|i)\b.{0,60}\b(?:agree|consent|accept|acknowledge|confirm|certify|understand|opt)"
    ),
    (
        r"(?:get|receive|stay|keep) (?:all |up |on )?(?:the |a |our |your |to date|updated|informed|ahead|email)\b"
        r".{0,120}\b(?:inbox|newsletter|updates|headlines|alerts|breaking|every (?:morning|day|week)|latest)\b"
    ),
    r"click (?:here|to|on|the)\b",
    r"(?:already|not) (?:a |have )?.{0,20}(?:subscriber|member|an account)\b",
    (
        r"(?:you|if you)(?:'ll| must| need to| have to| can| would like to)?"
        r" (?:be (?:logged|asked to sign)|unsubscribe|opt.?out|find this story|be a subscriber|also subscribe)"
    ),
    r"(?:download|get) (?:the|our) .{0,40}\bapp\b",
    (
        r"(?:join|follow) .{0,60}\b(?:whatsapp|telegram|facebook|twitter|instagram|google news|community"
        r"|newsletter|channel)\b"
    ),
    r"don't (?:have an account|miss)\b",
    r"(?:this|your) (?:newsletter|subscription|content is reserved|content is available|email)\b",
    r"we (?:apologi[sz]e|use (?:your|cookies)|may (?:earn|receive))\b",
    (
        r"(?:try refreshing|tap here|exclusive articles by|unlimited (?:online )?access"
        r"|support (?:local|our|independent) journalism)\b"
    ),
    r"enjoy (?:unlimited|the latest|additional|full)\b",
    r"(?:create|log|sign) (?:an account|in|into|in or)\b.{0,120}$",
    (
        r"if you (?:purchase|buy|register|click|are a .{0,40}subscriber)\b"
        r".{0,80}\b(?:compensation|commission|links?|included)\b"
    ),
    r"(?:our website is|visit our website|for more (?:news|stories|information),? (?:visit|click|follow))\b",
    r"(?:access|unlock) (?:articles (?:from|with)|this article|all (?:our|the) articles)\b.{0,120}$",
    r"(?:privacy notice|notice):",
    r"thank(?:s| you) for (?:subscribing|signing|your)\b",
    r"want .{0,60}\bsign up\b",
    r"have (?:a |you got a )?(?:tip|story|question).{0,60}\b(?:email|contact|send|tell)\b",
    r"(?:contact|email|write to|reach) (?:us|the author|the reporter) (?:at|on|by)?\b.{0,80}$",
    r"(?:read|see) (?:the |more )?.{0,30}\b(?:latest|breaking) .{0,60}\b(?:news|here)\b.{0,60}$",
    (
        r"(?:ich bin damit einverstanden|an dieser stelle finden sie|hat ihnen (?:der|dieser) artikel gefallen"
        r"|jetzt (?:testen|abonnieren|anmelden))"
    ),
    (
        r"(?:melden sie sich|abonnieren sie|hier (?:können|finden) sie"
        r"|mit (?:ihrer|meiner) (?:anmeldung|registrierung)|der newsletter)\b"
    ),
    (
        r"(?:inscrivez-vous|abonnez-vous|recevez|téléchargez|retrouvez (?:toute|tous|toutes)"
        r"|suivez (?:les|toute|l'|nous)|votre adresse)\b"
    ),
    (
        r"(?:suscríbete|apúntate|recibe|regístrate|síguenos|consulta aquí"
        r"|assine|inscreva-se|receba|siga o|clique aqui)\b"
    ),
    r"(?:iscriviti|abbonati|ricevi|scarica l'app|segui(?:ci)? )",
    r"(?:enable|allow|accept) (?:notifications|cookies|javascript)\b",
)

# The same, told by words further on in them.
PROMO_ANYWHERE: tuple[str, ...] = (
    r".{0,60}\bvalues your comments\b",
    r".{0,40}\bis committed to maintaining\b",
    r"(?:please )?(?:keep|note).{0,20}\bcomments\b",
    r"(?:the )?.{0,40}\b(?:is|are) (?:a |an |our )?(?:free |daily |weekly |twice-weekly )+newsletter",
    r".{0,50}\bnewsletter\b.{0,60}\b(?:inbox|sign up|subscribe|every (?:week|day|morning|friday|monday))\b",
)

# Lines after which nothing belongs to the article.
END_PATTERNS: tuple[str, ...] = (
    r"\(?(?:except for|only) the headline\b",
    r"\(?(?:(?:additional )?reporting|writing|compiled) by .{2,200}\bediting by\b",
    r"our standards: ",
    r"(?:media|press) (?:contacts?|enquiries|inquiries)\b.{0,40}$",
    r"pressekontakt\b.{0,40}$",
    (
        r"\(?this (?:story|article|copy|report) (?:has|was|is)(?: been| not)*"
        r" (?:published from|edited by|sourced from|auto-generated)"
    ),
    r"\(?this (?:story|article) (?:was |has been )?(?:originally|first) (?:published|appeared)",
    r"\(?disclaimer\b",
    r"(?:©|\(c\) ?(?:copyright|\d{4})|copyright (?:©|\(c\)|\d{4}|notice))",
    r"(?:next|previous) (?:article|post|story)",
    r"(?:published|posted|updated) (?:in|under):?\s.{0,40}$",
    r"(?:tous droits réservés|alle rechte vorbehalten|todos los derechos|riproduzione riservata)",
    r"il vous reste \d",
    r"about (?:the )?(?:author|writer|reporter)s?\b.{0,40}$",
    r"(?:by )?view(?:ing)? our (?:privacy|cookie)",
    r"you (?:need|must) (?:to )?be (?:a subscriber|logged in|registered)",
    r"recommended (?:stories|for you|by)\b.{0,30}$",
    r"(?:leave|post|write|add) (?:a|your) (?:comment|reply|response)\b.{0,40}$",
    r"(?:show|view|read|see) (?:all )?(?:the )?(?:\d+ )?comments?\b.{0,20}$",
)
