"""Domains where anybody has a mailbox for nothing. As of 2026-11."""

_PROVIDERS = {
    "google": "gmail.com googlemail.com",
    "yahoo": "yahoo.* yahoo.co.* yahoo.com.* ymail.com rocketmail.com myyahoo.com aol.* aim.com",
    "microsoft": "outlook.com outlook.* hotmail.* hotmail.co.* hotmail.com.* live.* live.co.* live.com.* msn.com",
    "apple": "icloud.com me.com mac.com",
    "gmx": "gmx.* web.de mail.com email.de freenet.de",
    "proton": "proton.me protonmail.com protonmail.ch pm.me",
    "tuta": "tutanota.com tutanota.de tuta.io tuta.com tutamail.com keemail.me",
    "russia": "mail.ru bk.ru inbox.ru list.ru internet.ru yandex.* ya.ru rambler.ru",
    "ukraine": "ukr.net i.ua meta.ua bigmir.net",
    "china": "qq.com foxmail.com 163.com 126.com yeah.net sina.com sina.cn sohu.com 139.com 189.cn aliyun.com",
    "korea": "naver.com daum.net hanmail.net nate.com",
    "japan": "docomo.ne.jp ezweb.ne.jp au.com softbank.ne.jp i.softbank.jp",
    "france": "laposte.net orange.fr wanadoo.fr free.fr sfr.fr neuf.fr bbox.fr",
    "italy": "libero.it virgilio.it alice.it tin.it tiscali.it inwind.it",
    "poland": "wp.pl o2.pl onet.pl op.pl interia.pl poczta.fm tlen.pl gazeta.pl",
    "czechia": "seznam.cz email.cz post.cz centrum.cz volny.cz azet.sk",
    "hungary": "freemail.hu citromail.hu indamail.hu",
    "romania": "yahoo.ro mail.bg abv.bg",
    "brazil": "uol.com.br bol.com.br terra.com.br ig.com.br",
    "india": "rediffmail.com rediff.com",
    "america": "comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net juno.com",
    "britain": "btinternet.com virginmedia.com talktalk.net sky.com ntlworld.com",
    "germany": "t-online.de arcor.de",
    "others": "zohomail.com fastmail.com fastmail.fm hushmail.com inbox.lv walla.co.il bigpond.com shaw.ca",
}
_BY_NAME = {name: provider for provider, names in _PROVIDERS.items() for name in names.split()}


def freemail_provider(domain: str) -> str | None:
    """Who runs this free mailbox domain, None for any other domain."""
    name = domain.lower()
    if name in _BY_NAME:
        return _BY_NAME[name]
    return _BY_NAME.get(f"{name.rpartition('.')[0]}.*")


def is_freemail(domain: str) -> bool:
    return freemail_provider(domain) is not None
