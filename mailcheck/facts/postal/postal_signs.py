"""Words and signs beside numbers that are no postal codes, and the small words of names."""

from __future__ import annotations

import re
from typing import Final

from mailcheck.lazy_regex import lazy_regex

WEB: Final = lazy_regex(r"@|https?:|www\.|\w\.(?:com|org|net|de|fr|co|io|eu)\b|\+\s?\d", re.IGNORECASE)
# Folded, like the tokens they are compared with.
PHONE: Final = frozenset(
    """tel telefono telefon telephone phone ph fax call mob mobile tlf puh hotline sac whatsapp cell tfno tfn fon
    telefax telefoon telefone telemovel free тел телефон факс τηλ טל טלפון هاتف تلفن فاکس فون đt dt телефакс फोन ফোন
    ফ্যাক্স հեռ ტელ โทร""".split()
)
REGISTRY: Final = frozenset(
    """hrb hra cvr vat ust siren siret rcs iban bic abn acn kvk btw nip regon krs ico ic dic cif nif cnpj cpf ein ruc
    rut cuit rfc orgnr reg registered registration registro company charity order bestellung commande pedido invoice
    rechnung tracking code coupon cupom promo gutschein ref reference account kundennummer konto oib mbs adoszam cui
    инн огрн кпп єдрпоу tax licence license lic version isbn issn article sku item ticket case mersis sicil capital
    gstin cin pan uen сид еик булстат eik pib mb npwp mst trn tin iva rea matricule tva mva moms ytj rekisteri kr eur
    usd gbp chf aud nok sek dkk pln art artnr nit rif rc ruc rtn rnc nrc ice ninea nui nuis nipt rccm ifu kt kennitala
    іпн ипн рнокпп бин иин инн стир stir voen идно idno nzbn гнр gnr bulstat огрнип окпо rccm till paybill mpesa
    pesa momo wallet wechat 微信 davcna maticna afm αφμ γεμη uid zvr momsnr orgnummer kmkr pvm unp унп
    steuernummer steuernr ustid ustidnr mwst ondernemingsnummer regcode""".split()
)
COMPANIES: Final = frozenset(
    """inc incorporated llc llp lp ltd limited corp corporation co company plc pty pte pvt gmbh mbh ag kg ohg ug ek ev
    sa sas sarl spa srl sl slu sc ltda lda eireli bv nv vof ab as aps oy oyj ky ou uab sia kft zrt bt oo spk sro spol
    doo dd eood ood ead ae epe ike ooo zao pao ооо оао зао пао ао тов тоо еоод оод tic bhd sdn tbk cv jsc foundation
    teo teoranta zoo בעמ شمم ذمم شذمم αε εε επε οε ικε tnhh cty mchj mmc жшс ххк хк ехоо дооел ад еад sti ehf hf sca
    scs scop hb kb gaec earl scrl srlu sasu eurl gie asbl
    vzw aisbl spzoo coop cooperative cooperativa genossenschaft eg clg dac cpt cta stiftung verlag verein fundacion
    fondation fondazione university""".split()
)
"""Short forms of companies, folded, without their stops: what stands beside one is a name."""
WARDS: Final = frozenset({"vi", "fil", "es"})
"""Languages whose people write number and name of a street without a word for it, and the ward or quarter after."""
VILLAGES: Final = frozenset(
    """с село хутор деревня дер аул аулы ауыл ауылы айыл айылы сум сумын баг вёска веска хутір selo zaselak засеок sat
    satul kula talu mois majas ciems kaimas kaime vs viensedis kyla wies kolonia przysiolek obec osada tanya major
    puszta gard gaard torp tila pag pagasts fshati fsh kəndi kənd kend kendi სოფელი სოფ գյուղ χωριο деҳаи деҳа
    qishlogi qishloq""".split()
)
"""Words for villages and farms, folded: where streets have no names, one with its postal code is an address."""
RURAL: Final = frozenset("is fo sv no nb nn fi et lv lt el".split())
"""Languages at home where a farm is called by its name alone, right before the postal code."""
TITLES: Final = frozenset("mcal gral cnel pdte alte cmdt comte prof hnos marsz kard univ akad arch".split())
"""Short forms of titles within the names of streets, whose stop ends no sentence: `Avda. Mcal. López 3794`."""
# 'We', and the short forms of companies: the sender speaks of itself.
_OWN_WORDS: Final = """
    our us we unser\\w* uns wir notre nos nous nuestr\\w+ nosotros noss\\w+ nostr\\w+ noi ons onze wij
    vår\\w* vores var\\w? nasz\\w* nas nase наш\\w* מאיתנו לנו inc llc ltd gmbh copyright s\\.?r\\.?l
    s\\.?a\\.?r?\\.?l? b\\.?v a\\.?s oy ab aps plc pty corp kft d\\.?o\\.?o
"""
OWN: Final = lazy_regex(rf"(?<!\w)(?:{'|'.join(_OWN_WORDS.split())})(?!\w)|©")
# 'Your bill for 6 Ash Grove, Derby is ready': of the reader's or of what the reader did, unless the sender is named.
YOURS: Final = lazy_regex(
    r"(?<!\w)(?:your|ihre?[nmrs]?|deine?[nmrs]?|votre|vos|ton|ta|tes|tu|tus|su|sus|seu|sua|seus|suas|teu|tua|tuo|tuoi|tue|suo"
    r"|uw|je|jouw|din|ditt|dit|dina|dine|er|ert|twoj\w?|twoja|twoje|twoj\w+|panstwa|vas|vase|vasa|vaseho|vasi|tvuj|tvoj\w*"
    r"|tau|dvs|ваш\w*|твой|твоя|σας|σου|anda|kamu|של[ךכ]\w?)(?!\w)"
)
COMPASS: Final = frozenset("norte sur este oeste arriba abajo lago".split())
"""Where to go from a landmark, in the addresses of Costa Rica and Nicaragua."""
CONNECTORS: Final = frozenset(
    """de la le les el los las del della delle dei di da do dos das du des the of and und der den dem van von op aan
    't en et e i y zu zum zur an am im in auf bei na nad pod u w z on upon at al ul by sur sous lès près aux il lo gli
    degli dell d l s n no nr st ste a o à og på av ved och till vid bb br es ed ben bin ibn abu wa ya bi ad as ash az
    ar nan ba mac mc ap nam casi esquina esq entre kir con cor corner angle angolo ecke hoek cruce τησ του των και
    το ο η и""".split()
)
"""Small words within the names of streets and towns."""
