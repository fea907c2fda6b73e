"""What stands on news pages beside the article, as phrases by language: this is the file that grows.

Phrases are lower case with straight quotes, parted by semicolons; they are compared with a whole line whose case,
quotes, counters and punctuation at either end are gone.  `[…]` names the language or the use of what follows it.
What is told by how a line begins stands in `beginnings`.
"""

from __future__ import annotations

import re


def _phrases(table: str) -> tuple[str, ...]:
    """Return the phrases of a table, in order, without its `[…]` headings."""
    return tuple(phrase for phrase in map(str.strip, re.split(r"[;\n]", re.sub(r"\[[^\]]*\]", "", table))) if phrase)


# A line that says nothing: buttons, notices, sizes, networks.
FURNITURE = _phrases("""
    [English]
    share; share this; share this article; share this story; share article; share via; shares; share on; share to;
    share tweet; sharethis; tweet; post; save; saved; save article; save for later; like; bookmark; add bookmark;
    email; e-mail; mail; copy; copy link; link copied; copied; url copied; click to copy; copy to clipboard;
    copy url; print; print article; print this page; listen; play; listen to article; listen to this article;
    listen to this story; watch; watch live; watch now; pause; play now; play video; watch video; video;
    video loading; video unavailable; loading; advertisement; advertising; advert; ad; ads; adv; sponsored;
    sponsored content; promoted; paid content; paid post; presented by; from our partners; partner content;
    story continues; story continues below; story continues below advertisement; story continues below this ad;
    continue reading; article continues after advertisement; article continues below;
    article continues below advertisement; article content; content continues below; scroll to continue; scroll down;
    skip advertisement; skip ad; skip to content; skip to main content; back to top; back to video; go to top; top;
    home; comment; comments; leave a comment; add comment; add a comment; post a comment; post comment;
    view comments; show comments; read comments; join the conversation; join the discussion; follow; following;
    follow us; follow us on; follow on x; follow on twitter; follow author; get author rss feed; view author archive;
    see more; see all; show more; show less; view more; view all; load more; more; less; next; previous; prev; back;
    close; cancel; ok; got it; or; and; menu; search; edit; log in; login; sign in; sign up; sign me up; subscribe;
    subscribe now; register; create account; create an account; log in subscribe; sign in / sign up;
    already a member; donate; donate now; support us; email address; enter your email; your email;
    thanks for signing up; thank you for subscribing; read in app; open in app; open app; download app;
    download the app; get the app; install app; new look; i'm in; text size; font size; small; medium; large;
    small text; normal text size; larger text size; aa; very large text size; a+; a-; a; a a; resize; dark mode;
    change font size; print-friendly version; facebook; twitter; x; whatsapp; linkedin; telegram; reddit; pinterest;
    tumblr; flipboard; instagram; youtube; tiktok; threads; bluesky; mastodon; messenger; facebook messenger; pocket;
    snapchat; viber; line; koo; xing; sms; rss; google news; link; gmail; flip; pin; pin it; edit story; premium;
    exclusive; subscriber only; subscribers only; members only; editors' pick; read full article; expand; collapse;
    view gallery; view full image; view image in fullscreen; gallery; open image in gallery; open image in new tab;
    enlarge; enlarge image; view larger image; toggle caption; hide caption; show caption; image;
    open extended reactions; terms of use; privacy policy; cookie policy; terms of service; editorial standards;
    reprints & permissions; reuse this content; license this article; report a typo; report an error;
    suggest a correction; report this ad; remove ads; end of list; purchase licensing rights; breadcrumb trail links;
    add as preferred source; add as a preferred source on google; prefer us on google; make us preferred source;
    oops; something went wrong; please try again later; more content below; invalid email; total; views;
    send me a secure tip; buy now; article; posted in; advertise; gift article; gift this article;
    unlock this article; privacy notice; free newsletter; skip past newsletter promotion; with video;
    after newsletter promotion; join our newsletter; newsletter; newsletters; subscribe to our newsletter;
    subscribe to our daily newsletter; news that matters; become a member; story saved; remind me later;
    click to play; tap to play; view on x; view on instagram; via email; us; is this helpful; yes; no
    [German]
    teilen; artikel teilen; beitrag teilen; merken; artikel merken; speichern; drucken; artikel drucken;
    seite drucken; mailen; per mail; per e-mail; e-mail teilen; twittern; tweeten; flippen; anzeige; werbung;
    kommentare; kommentar; kommentieren; kommentare lesen; zu den kommentaren; vorlesen; anhören; artikel anhören;
    mehr anzeigen; weiterlesen; weiterlesen nach der anzeige; hinweis; externer inhalt;
    empfohlener redaktioneller inhalt; datenschutzerklärung; link kopieren; link kopiert; kopieren; zur startseite;
    nach oben; anmelden; registrieren; abonnieren; jetzt abonnieren; abo; plus; z+; exklusiv für abonnenten;
    bild vergrößern; bildunterschrift; schließen; feedback; folgen; nachricht; schriftgröße; artikel folgen;
    zur merkliste hinzufügen; auf facebook teilen; verschenken; artikel verschenken
    [French]
    partager; partager l'article; partager cet article; copier le lien; lien copié; envoyer par e-mail;
    envoyer par mail; imprimer; sauvegarder; enregistrer; publicité; passer la publicité; commenter; commentaires;
    réagir; lire la suite; s'inscrire; s'inscrire gratuitement; se connecter; s'abonner; je m'abonne;
    identifiez-vous; ajouter à vos sélections; ajouter aux favoris; écouter; écouter l'article;
    pour ajouter l'article à vos sélections; vous possédez déjà un compte; article réservé aux abonnés; offrir;
    réservé aux abonnés; abonnés; suivre; afficher plus; voir plus; fermer; retour en haut; offrir l'article
    [Spanish, Portuguese, Italian]
    compartir; compartir en facebook; compartir en twitter; copiar enlace; guardar; imprimir; publicidad;
    comentarios; comentar; ver comentarios; suscríbete; suscribirse; iniciar sesión; regístrate; escuchar;
    seguir leyendo; enviar por correo; normal; ver más; cerrar; compartilhar; compartilhe; partilhar; copiar link;
    copiar o link; salvar; ouvir; ouça; publicidade; continua após a publicidade; continua depois da publicidade;
    comentários; assine; assinar; entrar; siga-nos; condividi; condividi su facebook; copia link; copia il link;
    stampa; salva; ascolta; pubblicità; commenti; commenta; abbonati; accedi; leggi tutto; segui; regala;
    ascolta l'articolo; riproduci
    [Dutch, Nordic, Polish, Turkish]
    delen; deel; bewaren; advertentie; reacties; dela; spara; annons; del; del artikel; lagre; gem; annonce; annonse;
    kommentarer; jaa; tallenna; mainos; udostępnij; reklama; komentarze; paylaş; kaydet; reklam; yorumlar; dinle;
    artikel; haberi paylaş; takip et; abone ol; lytt
    [Hindi, Hebrew, Arabic, Russian, Chinese, Japanese, Korean, Indonesian, Vietnamese]
    शेयर करें; शेयर; विज्ञापन; हमें फॉलो करें; फॉलो करें; ऐप में पढ़ें; सुनें; फ़ॉलो करें; कॉपी लिंक; שתפו; שיתוף;
    תגובות; פרסומת; הדפסה; שמירה; שלחו לחבר; האזינו; מצאתם טעות; مشاركة; شارك; إعلان; تعليقات; طباعة; поделиться;
    реклама; комментарии; читать далее; 分享; 分享到; 广告; 廣告; 评论; 打印; 字号; シェア; 共有; 広告; 印刷;
    保存; コメント; ポスト; 공유; 공유하기; 광고;
    শেয়ার করুন; শেয়ার; বিজ্ঞাপন; আরও খবর; ফলো করুন; பகிர்; பகிரவும்; விளம்பரம்; షేర్; షేర్ చేయండి; ప్రకటన; ಹಂಚಿಕೊಳ್ಳಿ; ಜಾಹೀರಾತು;
    പങ്കിടുക; പരസ്യം; શેર કરો; જાહેરાત; ਸ਼ੇਅਰ ਕਰੋ; ਸਾਂਝਾ ਕਰੋ; शेअर करा; जाहिरात; شیئر کریں; اشتہار;
    댓글; 글자크기; 프린트; 스크랩; bagikan; iklan; chia sẻ; bình luận; lưu
""")

# Opens a list of other articles: the short lines after it are not the article.
LISTS = _phrases("""
    related; related article; related articles; related story; related stories; related news; related posts;
    related content; related coverage; related links; related reading; related quotes; related videos; read more;
    read also; also read; read next; read this next; must read; must reads; more stories; more on this;
    more on this story; more news; more like this; more to read; more to explore; more to know; most read;
    most popular; most viewed; most shared; most commented; popular; popular articles; popular stories; trending;
    trending now; trending stories; trending news; top trending; hot picks; top stories; top news; top picks;
    top videos; latest; latest news; latest stories; latest posts; latest articles; latest videos;
    latest national stories; recent posts; recent stories; recent news; recommended; recommended stories;
    recommended for you; recommended reading; recommended from editorial; recommended articles; editor's pick;
    editor's picks; editors' picks; editors picks; editor's choice; featured; featured stories; featured videos;
    featured articles; you may like; you may also like; you might like; you might also like; you may have missed;
    in case you missed it; don't miss; dont miss; also on; see also; explore more; discover more; keep exploring;
    keep reading; up next; read our coverage; read our complete coverage; more from this section; from the archive;
    previously; visual stories; web stories; photo gallery; photos; videos; in pictures; photostory; photostories;
    in this article; in this story; further reading; suggested reads; suggested for you; around the web;
    from the web; stories you may like; other articles; other stories; other news; similar articles; similar stories;
    what to read next; next article; previous article; live now; live tv; other top stories; sommaire;
    table of contents; contents; inhalt; inhaltsverzeichnis; table des matières; índice; indice
    [German]
    mehr zum thema; mehr zu diesem thema; zum thema; lesen sie auch; lesen sie mehr; auch interessant;
    das könnte sie auch interessieren; das könnte dich auch interessieren; ähnliche artikel; weitere artikel;
    die redaktion empfiehlt; weitere meldungen; weitere themen; meistgelesen; meistgelesene artikel; meist gelesen;
    mehr news; mehr lesen; mehr dazu; aktuelles; empfehlungen; empfehlungen der redaktion; verwandte artikel;
    verwandte themen; passend zum thema; weitere nachrichten; top-themen; aktuelle nachrichten; neueste artikel;
    neueste nachrichten; beliebte artikel; aktuelles schlagzeilen; das interessiert andere leser
    [French]
    à lire aussi; lire aussi; à lire; à voir aussi; à découvrir; sur le même sujet; sur le même thème; articles liés;
    les plus lus; nos derniers articles; dans la même rubrique; plus d'articles; en lien; contenus sponsorisés;
    nos vidéos; les articles les plus lus; pour aller plus loin; en savoir plus
    [Spanish, Portuguese, Italian]
    para saber más; más información; más noticias; noticias relacionadas; te puede interesar; lo más leído;
    lee también; lea también; le puede interesar; también te puede interesar; relacionado; relacionados; leia também;
    leia mais; veja também; notícias relacionadas; mais lidas; saiba mais; mais notícias; artigos relacionados;
    leggi anche; articoli correlati; i più letti; potrebbe interessarti; ultime notizie; per approfondire;
    altri articoli; contenuti correlati; vedi anche; relacionadas; veja mais
    [Dutch, Nordic, Polish, Turkish, Russian]
    lees ook; lees meer; meer over; meest gelezen; läs också; läs mer; läs även; mer om; les også; les mer;
    mest lest; læs også; læs mere; lue myös; luetuimmat; czytaj też; czytaj także; czytaj więcej; zobacz też;
    zobacz także; przeczytaj także; přečtěte si také; čtěte také; citește și; διαβάστε επίσης; ilgili haberler;
    benzer haberler; çok okunanlar; diğer haberler; son dakika haberleri; читайте также; также по теме; по теме;
    baca juga; artikel terkait
    [Hindi, Hebrew, Arabic, Chinese, Japanese, Korean, Vietnamese]
    यह भी पढ़ें; ये भी पढ़ें; और पढ़ें; संबंधित खबरें; संबंधित ख़बरें; ट्रेंडिंग; टॉप न्यूज़; इसे भी पढ़ें;
    यह खबर भी पढ़ें; ये खबर भी पढ़ें; ये खबरें भी पढ़ें; यह ख़बर भी पढ़ें; खबरें और भी हैं; इससे जुड़ी खबर; קראו גם;
    קרא עוד; עוד בנושא; כתבות נוספות; אולי יעניין אותך; אולי יעניין אתכם; הכי נקראות; اقرأ أيضا; اقرأ أيضاً;
    مواضيع ذات صلة; الأكثر قراءة; 相关阅读; 相关新闻; 延伸阅读; 延伸閱讀; 相關新聞; 推荐阅读; あわせて読みたい;
    関連記事; 関連ニュース; おすすめ記事; 人気記事;
    アクセスランキング; 最新ニュース; 관련기사; 관련 기사; 많이 본 뉴스; 인기기사; tin liên quan; xem thêm;
    đọc thêm; tin cùng chuyên mục
""")

# Closes the article: nothing after it belongs to it.
ENDS = _phrases("""
    end of article; end of story; ends; about the author; about the authors; about this author; about the writer;
    contact the author; written by; footnotes; references; notes; sources; you must be logged in to post a comment;
    leave a reply; comments are closed; post your comment; disclaimer; share this article in your social network;
    follow us on social media; read more on these topics; first published on; more about; most popular stories;
    all rights reserved; what do you think; recommended stories for you; readers also liked; copyright;
    promoted stories; read our comments policy; what readers are saying; our standards; seitennavigation;
    über den autor; über die autorin; zur autorenseite; quellen; impressum; à propos de l'auteur;
    voir les commentaires; contribuer; sobre o autor; sobre el autor; sobre la firma; archivado en;
    conforme a los criterios de; normas; riproduzione riservata; © riproduzione riservata
""")

# Opens a list of tags.
TAGS = _phrases("""
    tags; tag; topics; related tags; related topics; topics:; filed under; more on these topics; categories;
    category; explore more on these topics; read more on; read more about; more on; keywords; related terms;
    schlagwörter; schlagworte; themen; mehr zu; sujets; mots-clés; thèmes; sur le même sujet; etiquetas; temas;
    palabras clave; assuntos; tópicos; argomenti; temi; onderwerpen; ämnen; etiketler; теги; टैग; टैग्स; תגיות; 标签;
    標籤; キーワード; タグ; 태그; từ khóa; tagi; emner
""")

# The next line names an author.
NAMES_NEXT = _phrases("""
    by; by:; author; authors; author of the article; authors of the article; written by; story by; reported by;
    words by; von; autor; autorin; ein artikel von; eine analyse von; ein kommentar von; par; auteur; por; di;
    a cura di; door; av; af; yazan; autore; text by; words; text
""")

# The next line is a date.
DATE_NEXT = _phrases("""
    published; published on; published at; updated; updated on; last updated; last updated on; posted; posted on;
    posted at; publish date; published date; first published; first published on; date; on; last modified;
    veröffentlicht; veröffentlicht am; aktualisiert; aktualisiert am; stand; erstellt; publié le; publié;
    mis à jour le; modifié le; publicado; publicado el; actualizado; actualizado el; publicado em; atualizado em;
    pubblicato il; pubblicato; aggiornato il; gepubliceerd; publicerad; publisert; uppdaterad; oppdatert;
    opublikowano; yayınlanma; güncelleme; son güncelleme; प्रकाशित; अपडेटेड
""")

# Opens a list of points that sum the article up.
KEY_POINTS = _phrases("""
    key points; key takeaways; at a glance; highlights; story highlights; synopsis; in short; in brief;
    key highlights; summary; the gist; quick read; what we know; das wichtigste in kürze; auf einen blick;
    l'essentiel; en bref; puntos clave; claves; em resumo; in sintesi; muhtasari; article summary
""")

# Words that name what somebody does rather than who they are.
ROLES = _phrases("""
    reporter; reporters; writer; writers; editor; editors; correspondent; correspondents; journalist; contributor;
    contributors; contributing; columnist; producer; analyst; historian; photographer; freelance; bureau chief;
    chief; specialist; critic; host; anchor; fellow; professor; lecturer; manager; intern; trainee; expert;
    commentator; researcher; staff; officer; director; presenter; redakteur; redakteurin; korrespondent;
    korrespondentin; journalistin; volontär; volontärin; autorin; journaliste; rédacteur; rédactrice; correspondant;
    correspondante; redactor; redactora; periodista; corresponsal; repórter; jornalista; giornalista; redattore;
    enviado; envoyé; verslaggever; author; coordinator; strategist; economist; meteorologist; founder; founders; ceo;
    cofounder; senior; assistant; deputy; managing; executive; associate; digital; lead; special; politics
""")

# Who sells news to newspapers, as bylines and credits name them; lower case.
AGENCIES = _phrases("""
    ap; afp; reuters; pti; ani; ians; uni; tnn; dpa; epd; kna; apa; sda; sid; efe; ansa; lusa; pa; pa media; tass;
    xinhua; kyodo; jiji press; yonhap; bloomberg; bernama; antara; cna; aap; ntb; tt; ritzau; stt; pap; anp; belga;
    news agencies; keystone-sda; upi; associated press; wam; ips; the associated press; agence france-presse;
    press trust of india; press association; deutsche presse-agentur; thomson reuters; getty images; getty;
    europa press; adnkronos; anadolu agency; anadolu; vna; ptc; the canadian press; canadian press; news desk;
    staff reporter; our correspondent; special correspondent; staff correspondent; web desk; agencies; agency; bureau
""")

# "Also Read: title"; the label needs a colon, a bar or a dash after it.
LINK_LABELS = _phrases("""
    also read; read also; read more; read next; must read; more; watch; watch video; related; see also; trending;
    related article; related story; related stories; read; don't miss; also watch; also see; read full story;
    click here to read; recommended; editor's pick; lesen sie auch; lesen sie dazu; lesen sie mehr; lesen sie hier;
    mehr dazu; mehr zum thema; siehe auch; lesetipp; auch interessant; lire aussi; à lire aussi; à lire;
    à voir aussi; voir aussi; écouter aussi; lee también; lea también; lee además; te puede interesar;
    más información; leia também; leia mais; veja também; saiba mais; leggi anche; vedi anche; per approfondire;
    lees ook; läs också; läs mer; les også; læs også; lue myös; czytaj też; czytaj także; zobacz też; zobacz także;
    ayrıca okuyun; читайте также; baca juga; यह भी पढ़ें; ये भी पढ़ें; इसे भी पढ़ें; पढ़ें; קראו גם; קרא גם;
    עוד בנושא; اقرأ أيضا; اقرأ أيضاً; اقرأ أيضًا; 相关阅读; 延伸閱讀; 関連記事; 관련기사; xem thêm; আরও পড়ুন;
    மேலும் படிக்க
""")

# The same, where the words cannot begin a sentence of the article and need nothing after them.
LINK_WORDS = _phrases("""
    lire aussi; à lire aussi; lee también; lea también; leia também; leggi anche; lees ook; läs också; les også;
    læs også; lue myös; czytaj też; czytaj także; baca juga; читайте также; यह भी पढ़ें; ये भी पढ़ें; קראו גם;
    اقرأ أيضا; اقرأ أيضًا
""")

TAG_LABELS = _phrases("""
    tags:; tags; tag:; topics:; related topics:; filed under:; filed under; keywords:; categories:; schlagwörter:;
    schlagwörter; themen:; stichwörter:; mots-clés :; mots-clés:; sujets :; etiquetas:; temas:; tópicos:; assuntos:;
    argomenti:; etiketler:; теги:; टैग:; टैग्स:; תגיות:; 标签:; 标签：; タグ:
""")

# Who is credited for pictures, with or without an agency's name; lower case.
CREDITS = _phrases("""
    getty images; getty; afp; ap photo; ap; reuters; epa-efe; epa; efe; pti photo; pti; ani photo; ani; ians;
    dpa-bildfunk; dpa; imago images; imago; picture alliance; shutterstock; istockphoto; istock; unsplash;
    alamy stock photo; alamy; pexels; pixabay; bloomberg; xinhua; ansa; lapresse; keystone; anp; ntb; tt; ritzau;
    wikimedia commons; wikimedia; sipa usa; sipa; abaca; maxppp; hans lucas; zuma; pa media; pa wire; pa; aap; upi;
    ddp; apa; nasa; handout; supplied image; supplied; file photo; file image; anadolu; nurphoto; usa today sports;
    ht photo; toi; mint; afp photo; belga
""")

# Words of which a line of buttons consists: `Facebook Email Twitter LinkedIn Copy Link`.
BUTTONS = _phrases("""
    share; tweet; post; save; email; e-mail; mail; copy; link; print; listen; comment; comments; facebook; twitter;
    x; whatsapp; linkedin; telegram; reddit; pinterest; tumblr; flipboard; instagram; youtube; tiktok; threads;
    bluesky; messenger; pocket; snapchat; sms; via; on; to; follow; subscribe; like; sharing; options; all; aa; a;
    previous; next; more; teilen; drucken; merken; partager; imprimer; compartir; guardar; condividi; stampa;
    compartilhar
""")
