"""Names of months by language (Unicode CLDR 47, and what newspapers print beside it).

Alternatives stand behind a slash, "-" where a language has no name that another row does not have.  A word means the
same month in every language, but for those in `CROATIAN`.
"""

from __future__ import annotations

import re
import unicodedata

from feedtool.later import regex

# January to December.
_MONTHS = {
    "en": (
        "january/jan february/feb march/mar april/apr may june/jun july/jul august/aug september/sept/sep "
        "october/oct november/nov december/dec"
    ),
    "de": (
        "januar/jänner/jän februar/feber märz/maerz/mär april mai juni juli august september oktober/okt november "
        "dezember/dez"
    ),
    "fr": (
        "janvier/janv février/fevrier/févr/fevr/fév mars avril/avr mai juin juillet/juil août/aout septembre "
        "octobre novembre décembre/decembre/déc"
    ),
    "es": (
        "enero/ene febrero marzo abril/abr mayo junio julio agosto/ago septiembre/setiembre octubre noviembre "
        "diciembre/dic"
    ),
    "pt": (
        "janeiro fevereiro/fev março/marco abril maio junho julho agosto setembro/set outubro/out novembro dezembro"
    ),
    "it": (
        "gennaio/gen febbraio marzo aprile maggio/mag giugno/giu luglio/lug agosto settembre/sett ottobre/ott "
        "novembre dicembre"
    ),
    "nl": "januari februari maart/mrt april mei juni juli augustus september oktober november december",
    "da": "januar februar marts april maj juni juli august/aug september oktober november december",
    "nb": "januar februar mars april mai juni juli august september oktober november desember/des",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "pl": (
        "stycznia/styczeń/sty lutego/luty/lut marca/marzec kwietnia/kwiecień/kwi maja czerwca/czerwiec/cze "
        "lipca/lipiec/lip sierpnia/sierpień/sie września/wrzesień/wrz października/październik/paź "
        "listopada/listopad/lis grudnia/grudzień/gru"
    ),
    "fi": (
        "tammikuuta/tammikuu helmikuuta/helmikuu maaliskuuta/maaliskuu huhtikuuta/huhtikuu toukokuuta/toukokuu "
        "kesäkuuta/kesäkuu heinäkuuta/heinäkuu elokuuta/elokuu syyskuuta/syyskuu lokakuuta/lokakuu "
        "marraskuuta/marraskuu joulukuuta/joulukuu"
    ),
    "cs": (
        "ledna/leden února/úno/únor března/bře/březen dubna/duben května/kvě/květen června/čvn/červen "
        "července/čvc/červenec srpna/srpen září/zář října/říj/říjen listopadu prosince/prosinec"
    ),
    "hu": (
        "január február/febr március/márc április/ápr május/máj június/jún július/júl augusztus szeptember/szept "
        "október november december"
    ),
    "ro": (
        "ianuarie/ian februarie martie aprilie mai iunie/iun iulie/iul august septembrie octombrie noiembrie decembrie"
    ),
    "id": "januari februari maret april mei juni juli agustus/agu/agt september oktober november desember",
    "tr": (
        "ocak/oca şubat/şub mart nisan/nis mayıs haziran/haz temmuz/tem ağustos/ağu eylül/eyl ekim/eki kasım/kas "
        "aralık/ara"
    ),
    "ru": (
        "января/янв/январь февраля/фев/февр/февраль марта/мар апреля/апр/апрель мая/май июня/июн/июнь "
        "июля/июл/июль августа/авг сентября/сен/сент/сентябрь октября/окт/октябрь ноября/ноя/нояб/ноябрь "
        "декабря/дек/декабрь"
    ),
    "hi": (
        "जनवरी/जन फरवरी/फ़रवरी/फर/फ़र मार्च अप्रैल मई जून जुलाई/जुल अगस्त/अग सितंबर/सितम्बर/सित "
        "अक्टूबर/अक्तूबर/अक्टू नवंबर/नवम्बर/नव दिसंबर/दिसम्बर/दिस"
    ),
    "he": (
        "ינואר/בינואר/ינו פברואר/בפברואר/פבר מרץ/במרץ/מרס/במרס אפריל/באפריל/אפר מאי/במאי יוני/ביוני יולי/ביולי "
        "אוגוסט/באוגוסט/אוג ספטמבר/בספטמבר/ספט אוקטובר/באוקטובר/אוק נובמבר/בנובמבר/נוב דצמבר/בדצמבר/דצמ"
    ),
    "ar": (
        "يناير/جانفي فبراير/شباط/فيفري مارس/آذار أبريل/إبريل/ابريل/نيسان/أفريل مايو/أيار/ماي يونيو/حزيران/جوان "
        "يوليو/تموز/جويلية/يوليوز أغسطس/اغسطس/آب/أوت/غشت سبتمبر/أيلول/شتنبر أكتوبر/اكتوبر نوفمبر/نونبر "
        "ديسمبر/دجنبر"
    ),
    "uk": (
        "січня/січ/січень лютого/лютий березня/бер/березень квітня/квіт/квітень травня/трав/травень "
        "червня/черв/червень липня/лип/липень серпня/серп/серпень вересня/вересень жовтня/жовт/жовтень "
        "листопада/лист/листопад грудня/груд/грудень"
    ),
    "el": (
        "ιανουαρίου/ιαν/ιανουάριος φεβρουαρίου/φεβ/φεβρουάριος μαρτίου/μαρ/μάρτιος/μάρ απριλίου/απρ/απρίλιος "
        "μαΐου/μαΐ/μάιος/μάι ιουνίου/ιουν/ιούνιος/ιούν ιουλίου/ιουλ/ιούλιος/ιούλ αυγούστου/αυγ/αύγουστος/αύγ "
        "σεπτεμβρίου/σεπ/σεπτέμβριος οκτωβρίου/οκτ/οκτώβριος νοεμβρίου/νοε/νοέμβριος/νοέ "
        "δεκεμβρίου/δεκ/δεκέμβριος"
    ),
    "mr": ("जानेवारी/जाने फेब्रुवारी/फेब्रु मार्च एप्रिल/एप्रि मे जून जुलै ऑगस्ट/ऑग सप्टेंबर/सप्टें ऑक्टोबर/ऑक्टो नोव्हेंबर/नोव्हें डिसेंबर/डिसें"),
    "is": "janúar febrúar - apríl maí júní júlí ágúst/ágú - - nóvember/nóv -",
    "sk": "januára februára marec apríla mája júna júla augusta septembra októbra novembra decembra",
    "sl": "- - - - - junij julij avgust/avg - - - -",
    "sr": "јануар/јан фебруар/феб март април мај јун јул август септембар/сеп октобар новембар/нов децембар/дец",
    "sh": "- - - - - - - - septembar oktobar novembar decembar",
    "mk": "јануари февруари - - - јуни јули - септември октомври ноември/ное декември",
    "bg": "януари/яну - - - - юни юли - - - - -",
    "be": (
        "студзеня/сту/студзень лютага/лют/люты сакавіка/сак/сакавік красавіка/кра/красавік - чэрвеня/чэр/чэрвень "
        "ліпеня/ліп/ліпень жніўня/жні/жнівень верасня/вер/верасень кастрычніка/кас/кастрычнік "
        "лістапада/ліс/лістапад снежня/сне/снежань"
    ),
    "ne": "- फेब्रुअरी - अप्रिल - जुन - अगस्ट सेप्टेम्बर अक्टोबर नोभेम्बर डिसेम्बर",
    "bn": (
        "জানুয়ারি/জানুয়ারী/জানু ফেব্রুয়ারি/ফেব্রুয়ারী/ফেব মার্চ এপ্রিল/এপ্রি মে জুন জুলাই/জুল আগস্ট/অগস্ট/আগ "
        "সেপ্টেম্বর/সেপ অক্টোবর/অক্টো নভেম্বর/নভে ডিসেম্বর/ডিসে"
    ),
    "ta": ("ஜனவரி/ஜன பிப்ரவரி/பிப் மார்ச்/மார் ஏப்ரல்/ஏப் மே ஜூன் ஜூலை ஆகஸ்ட்/ஆக செப்டம்பர்/செப் அக்டோபர்/அக் நவம்பர்/நவ டிசம்பர்/டிச"),
    "te": ("జనవరి/జన ఫిబ్రవరి/ఫిబ్ర మార్చి ఏప్రిల్/ఏప్రి మే జూన్ జులై ఆగస్టు/ఆగ సెప్టెంబర్/సెప్టెం అక్టోబర్/అక్టో నవంబర్/నవం డిసెంబర్/డిసెం"),
    "kn": ("ಜನವರಿ/ಜನ ಫೆಬ್ರವರಿ/ಫೆಬ್ರ ಮಾರ್ಚ್ ಏಪ್ರಿಲ್/ಏಪ್ರಿ ಮೇ ಜೂನ್ ಜುಲೈ ಆಗಸ್ಟ್/ಆಗ ಸೆಪ್ಟೆಂಬರ್/ಸೆಪ್ಟೆಂ ಅಕ್ಟೋಬರ್/ಅಕ್ಟೋ ನವೆಂಬರ್/ನವೆಂ ಡಿಸೆಂಬರ್/ಡಿಸೆಂ"),
    "ml": (
        "ജനുവരി/ജനു ഫെബ്രുവരി/ഫെബ്രു മാർച്ച്/മാർ ഏപ്രിൽ/ഏപ്രി മേയ് ജൂൺ ജൂലൈ ഓഗസ്റ്റ്/ഓഗ സെപ്റ്റംബർ/സെപ്റ്റം ഒക്ടോബർ/ഒക്ടോ നവംബർ/നവം ഡിസംബർ/ഡിസം"
    ),
    "gu": ("જાન્યુઆરી/જાન્યુ ફેબ્રુઆરી/ફેબ્રુ માર્ચ એપ્રિલ મે જૂન જુલાઈ ઑગસ્ટ સપ્ટેમ્બર/સપ્ટે ઑક્ટોબર/ઑક્ટો નવેમ્બર/નવે ડિસેમ્બર/ડિસે"),
    "pa": ("ਜਨਵਰੀ/ਜਨ ਫ਼ਰਵਰੀ/ਫ਼ਰ ਮਾਰਚ ਅਪ੍ਰੈਲ/ਅਪ੍ਰੈ ਮਈ ਜੂਨ ਜੁਲਾਈ/ਜੁਲਾ ਅਗਸਤ/ਅਗ ਸਤੰਬਰ/ਸਤੰ ਅਕਤੂਬਰ/ਅਕਤੂ ਨਵੰਬਰ/ਨਵੰ ਦਸੰਬਰ/ਦਸੰ"),
    "or": "ଜାନୁଆରୀ ଫେବୃଆରୀ ମାର୍ଚ୍ଚ ଅପ୍ରେଲ ମଇ ଜୁନ ଜୁଲାଇ ଅଗଷ୍ଟ ସେପ୍ଟେମ୍ବର ଅକ୍ଟୋବର ନଭେମ୍ବର ଡିସେମ୍ବର",
    "as": "জানুৱাৰী ফেব্ৰুৱাৰী/ফেব্ৰু মাৰ্চ এপ্ৰিল - - - আগষ্ট ছেপ্তেম্বৰ/ছেপ্তে অক্টোবৰ নৱেম্বৰ/নৱে ডিচেম্বৰ/ডিচে",
    "ur": "جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر",
    "fa": "ژانویهٔ/ژانویه فوریهٔ/فوریه - آوریل مهٔ/مه ژوئن ژوئیهٔ/ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر",
    "ca": "gener febrer març - maig juny juliol agost setembre - - desembre",
    "gl": "xaneiro/xan febreiro - - - xuño xullo/xul - - - - decembro",
    "cy": (
        "ionawr/ion chwefror/chwef/chw mawrth/maw ebrill/ebr - mehefin/meh gorffennaf/gorff/gor awst medi hydref "
        "tachwedd/tach rhagfyr/rhag"
    ),
    "et": "jaanuar/jaan veebruar/veebr märts aprill - juuni juuli - - oktoober - detsember/dets",
    "lv": ("janvāris februāris - aprīlis maijs jūnijs/jūn jūlijs/jūl augusts septembris oktobris novembris decembris"),
    "lt": (
        "sausio/saus/sausis vasario/vas/vasaris kovo/kov/kovas balandžio/balandis gegužės/geg/gegužė "
        "birželio/birž/birželis liepos/liep/liepa rugpjūčio/rugp/rugpjūtis rugsėjo/rugs/rugsėjis "
        "spalio/spal/spalis lapkričio/lapkr/lapkritis gruodžio/gruod/gruodis"
    ),
    "sw": "- - machi aprili - - julai agosti septemba oktoba novemba desemba",
    "fil": "- pebrero/peb marso - - hunyo/hun hulyo/hul - setyembre oktubre nobyembre/nob disyembre/dis",
    "af": "januarie - - - - junie julie - - - - -",
    "sq": (
        "janar shkurt/shk - prill/pri - qershor/qer korrik/korr gusht/gush shtator/sht tetor/tet nëntor/nën dhjetor/dhj"
    ),
    "az": "yanvar/yan fevral - aprel - iyun/iyn iyul/iyl avqust/avq sentyabr oktyabr noyabr/noy dekabr/dek",
    "hy": (
        "հունվարի/հնվ/հունվար փետրվարի/փտվ/փետրվար մարտի/մրտ/մարտ ապրիլի/ապր/ապրիլ մայիսի/մյս/մայիս "
        "հունիսի/հնս/հունիս հուլիսի/հլս/հուլիս օգոստոսի/օգս/օգոստոս սեպտեմբերի/սեպ/սեպտեմբեր "
        "հոկտեմբերի/հոկ/հոկտեմբեր նոյեմբերի/նոյ/նոյեմբեր դեկտեմբերի/դեկ/դեկտեմբեր"
    ),
    "ka": (
        "იანვარი/იან თებერვალი/თებ მარტი/მარ აპრილი/აპრ მაისი/მაი ივნისი/ივნ ივლისი/ივლ აგვისტო/აგვ "
        "სექტემბერი/სექ ოქტომბერი/ოქტ ნოემბერი/ნოე დეკემბერი/დეკ"
    ),
    "kk": (
        "қаңтар/қаң ақпан/ақп наурыз/нау сәуір/сәу мамыр/мам маусым/мау шілде/шіл тамыз/там қыркүйек/қыр "
        "қазан/қаз қараша/қар желтоқсан/жел"
    ),
    "uz": "- - - - - - - - sentabr oktabr - -",
    "si": ("ජනවාරි/ජන පෙබරවාරි/පෙබ මාර්තු/මාර් අප්රේල් මැයි ජූනි ජූලි අගෝස්තු/අගෝ සැප්තැම්බර්/සැප් ඔක්තෝබර්/ඔක් නොවැම්බර්/නොවැ දෙසැම්බර්/දෙසැ"),
    "ms": "- - mac - - - julai ogos/ogo - - - disember/dis",
    "hr": (
        "siječnja/siječanj/sij veljače/veljača/velj ožujka/ožujak/ožu travnja/travanj svibnja/svibanj "
        "lipnja/lipanj srpnja/srpanj kolovoza/kolovoz rujna/rujan - studenoga/studenog/studeni prosinca/prosinac"
    ),
    "th": "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม",
}

_DOTTED = "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค."
_LEVANT = {"كانون الثاني": 1, "تشرين الأول": 10, "تشرين الثاني": 11, "كانون الأول": 12}
_ALIKE = {"lip": 6, "listopad": 10, "listopada": 10}
CROATIAN = {**_ALIKE, "tra": 4, "svi": 5, "srp": 7, "kol": 8, "ruj": 9, "lis": 10, "stu": 11, "pro": 12}
"""What other months are in Polish and Czech, or nothing elsewhere."""
UNCERTAIN = frozenset(CROATIAN) - frozenset(_ALIKE)
"""Those of them that a dot behind the day does not tell from Czech."""

PHRASES = {**{name: number for number, name in enumerate(_DOTTED.split(), 1)}, **_LEVANT}
"""Names of several words or with dots inside."""
PHRASE = regex(
    rf"{'|'.join(map(re.escape, PHRASES))}|\b(?:tháng|thg)\s?(?P<number>1[0-2]|0?[1-9])(?!\d)", re.IGNORECASE
)
"""Finds those, and the numbered months of Vietnamese."""


def folded_month(word: str) -> int:
    """Return the month that a word in Latin or Greek letters names when accents do not count, as in capitals."""
    if word.isascii() or word >= "\u0400":
        return 0
    return MONTHS.get(_folded(word.lower()), 0)


def _folded(word: str) -> str:
    letters = unicodedata.normalize("NFD", word)
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return bare.replace("ı", "i")


def _numbered() -> dict[str, int]:
    table: dict[str, int] = {}
    for row in _MONTHS.values():
        for number, names in enumerate(row.split(), 1):
            for name in names.split("/"):
                table.setdefault(name, number)
    del table["-"]
    accented = [(name, number) for name, number in table.items() if name < "\u0400" and not name.isascii()]
    for name, number in accented:
        table.setdefault(_folded(name), number)
    return table


MONTHS = _numbered()
"""The number of a month by its names in lower case, with and without accents."""
