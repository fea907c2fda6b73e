"""Lists that others keep: languages, link relations, URI schemes, elements of HTML.

They are as of 2025. What is not listed is at most a warning, but for languages of two letters, whose list is closed.
"""

from __future__ import annotations

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# ISO 639-1, from which the registry of RFC 5646 has its two-letter subtags, with the withdrawn ones that it keeps.
LANGUAGES: Final = _words("""
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el
    en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik in io is it
    iu iw ja ji jv jw ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mo
    mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh
    si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh
    yi yo za zh zu
""")
# IANA, link relations (https://www.iana.org/assignments/link-relations/), and those in wide use on pages.
RELATIONS: Final = _words("""
    about acl alternate amphtml api-catalog appendix apple-touch-icon archives author blocked-by bookmark canonical
    chapter cite-as collection compression-dictionary contents convertedfrom copyright create-form current
    deprecation describedby describes disclosure dns-prefetch duplicate edit edit-form edit-media enclosure external
    first glossary help hosts hub icon index intervalafter intervalbefore intervalcontains intervalduring item last
    latest-version license linkset lrdd manifest mask-icon me media-feed memento micropub modulepreload monitor
    monitor-group next next-archive nofollow noopener noreferrer opener original p3pv1 payment pingback preconnect
    predecessor-version prefetch preload prerender prev prev-archive preview previous privacy-policy profile
    publication related replies restconf search section self service service-desc service-doc service-meta sponsored
    start status stylesheet subsection successor-version sunset tag terms-of-service timegate timemap type ugc up
    version-history via webmention working-copy working-copy-of
""")
# IANA, URI schemes (https://www.iana.org/assignments/uri-schemes/), permanent ones and those that are met.
SCHEMES: Final = _words("""
    aaa aaas about acap acct acr adiumxtra admin afp afs aim app apt at attachment aw barion bb beshare bitcoin
    bitcoincash blob bolo brid browserext callto cap cast casts chrome chrome-extension cid coap coap+tcp coap+ws
    coaps coaps+tcp coaps+ws com-eventbrite-attendee content crid cvs dab dat data dav diaspora dict did dis
    dlna-playcontainer dlna-playsingle dns dntp doi dpp drm drop dtn dvb ed2k ens ethereum example facetime feed
    feedready file filesystem finger fish fm ftp fuchsia-pkg geo gg git gizmoproject go gopher graph gtalk h323 ham
    hcp http https hxxp hxxps hydrazone iax icap icon im imap info iotdisco ipfs ipn ipns ipp ipps irc irc6 ircs
    iris iris.beep iris.lwz iris.xpc iris.xpcs isostore itms jabber jar jms keyparc lastfm ldap ldaps leaptofrogans
    lorawan lvlt magnet mailserver mailto maps market matrix message microsoft.windows.camera mid mms modem mongodb
    moz ms-access ms-excel ms-settings msnim msrp msrps mss mt mtqp mumble mupdate mvn news nfs ni nih nntp notes
    num ocf oid onenote opaquelocktoken openpgp4fpr otpauth p1 pack palm paparazzi payment payto pkcs11 platform pop
    pres prospero proxy psyc pttp pwid qb query redis rediss reload res resource rmi rsync rtmfp rtmp rtsp rtsps
    rtspu sarif secondlife secret-token service session sftp sgn shc shttp sieve simpleledger sip sips skype smb sms
    smtp snews snmp soap.beep soap.beeps soldat spiffe spotify ssb ssh starknet steam stun stuns submit svn swh swid
    swidpath tag taler teamspeak tel teliaeid telnet tftp things thismessage thzp tip tn3270 tool turn turns tv udp
    unreal urn ut2004 uuid-in-package v-event vemmi ventrilo ves view-source vnc vscode vsls wais wcr web3 webcal
    wifi wpid ws wss wtai wyciwyg xcon xcon-userid xfire xmlrpc.beep xmlrpc.beeps xmpp xri ymsgr z39.50 z39.50r
    z39.50s
""")
# HTML (https://html.spec.whatwg.org/), with what it has made obsolete.
HTML_ELEMENTS: Final = _words("""
    a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink blockquote body
    br button canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em
    embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i
    iframe img input ins kbd label legend li link main map mark marquee math menu meta meter nav nobr noframes
    noscript object ol optgroup option output p param picture pre progress q rp rt ruby s samp script search section
    select slot small source span strike strong style sub summary sup svg table tbody td template textarea tfoot th
    thead time title tr track tt u ul var video wbr
""")
# Elements that have no end.
HTML_VOID: Final = _words("""
    area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr
""")
# Elements whose end may be left out.
HTML_OPEN: Final = _words("""
    body colgroup dd dt head html li optgroup option p rp rt tbody td tfoot th thead tr
""")
# What runs or loads a program, or reaches out of its entry.
HTML_DANGEROUS: Final = _words("""
    applet base embed link meta object param script style
""")


def _lines(text: str) -> dict[str, frozenset[str]]:
    """Return `Name: one, two` lines as a mapping from names to their parts."""
    rows = (line.partition(":") for line in text.strip().splitlines())
    return {
        name.strip(): frozenset(part.strip() for part in parts.split(",") if part.strip()) for name, _, parts in rows
    }


# Apple's podcast categories and subcategories, since August 2019 (https://podcasters.apple.com/support/1691).
PODCAST_CATEGORIES: Final = _lines("""
    Arts: Books, Design, Fashion & Beauty, Food, Performing Arts, Visual Arts
    Business: Careers, Entrepreneurship, Investing, Management, Marketing, Non-Profit
    Comedy: Comedy Interviews, Improv, Stand-Up
    Education: Courses, How To, Language Learning, Self-Improvement
    Fiction: Comedy Fiction, Drama, Science Fiction
    Government:
    Health & Fitness: Alternative Health, Fitness, Medicine, Mental Health, Nutrition, Sexuality
    History:
    Kids & Family: Education for Kids, Parenting, Pets & Animals, Stories for Kids
    Leisure: Animation & Manga, Automotive, Aviation, Crafts, Games, Hobbies, Home & Garden, Video Games
    Music: Music Commentary, Music History, Music Interviews
    News: Business News, Daily News, Entertainment News, News Commentary, Politics, Sports News, Tech News
    Religion & Spirituality: Buddhism, Christianity, Hinduism, Islam, Judaism, Religion, Spirituality
    Science: Astronomy, Chemistry, Earth Sciences, Life Sciences, Mathematics, Natural Sciences, Nature, Physics, \
Social Sciences
    Society & Culture: Documentary, Personal Journals, Philosophy, Places & Travel, Relationships
    Sports: Baseball, Basketball, Cricket, Fantasy Sports, Football, Golf, Hockey, Rugby, Running, Soccer, Swimming, \
Tennis, Volleyball, Wilderness, Wrestling
    Technology:
    True Crime:
    TV & Film: After Shows, Film History, Film Interviews, Film Reviews, TV Reviews
""")
# Those of 2005 and of 2008, which Apple still maps to new ones.
PODCAST_CATEGORIES_OLD: Final = _lines("""
    Arts: Literature
    Arts & Entertainment: Architecture, Books, Design, Entertainment, Games, Performing Arts, Photography, Poetry, \
Science Fiction
    Audio Blogs:
    Business: Business News, Finance, Management & Marketing, Shopping
    Comedy:
    Education: Educational Technology, Higher Education, K-12, Language Courses, Training
    Family:
    Food:
    Games & Hobbies: Automotive, Aviation, Hobbies, Other Games, Video Games
    Government & Organizations: Local, National, Non-Profit, Regional
    Health: Alternative Health, Diet & Nutrition, Fitness, Fitness & Nutrition, Relationships, Self-Help, Sexuality
    International: Australian, Belgian, Brazilian, Canadian, Chinese, Dutch, French, German, Hebrew, Italian, \
Japanese, Norwegian, Polish, Portuguese, Spanish, Swedish
    Movies & Television:
    Music:
    News:
    News & Politics:
    Politics:
    Public Radio:
    Religion & Spirituality: Other
    Science:
    Science & Medicine: Medicine, Natural Sciences, Social Sciences
    Society & Culture: History
    Sports & Recreation: Amateur, College & High School, Outdoor, Professional
    Talk Radio:
    Technology: Computers, Developers, Gadgets, Information Technology, News, Operating Systems, Podcasting, \
Smart Phones, Software How-To, Tech News, Text/Speech
    Transportation: Automotive, Aviation, Bicycles, Commuting
    Travel:
""")
