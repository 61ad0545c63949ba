"""The keys of a config in a few words each, in Markdown: for editors, and word for word in docs/configuration.md."""

from collections.abc import Mapping

KEY_WORDS: Mapping[str, str] = {
    "select": "only these rules and groups; default: all",
    "ignore": "and not these",
    "fail_on": "from this severity on findings fail the run; default: `error`",
    "strict": "warnings, stale suppressions and open checks fail the run, too",
    "context": "what no linter can see in a message",
    "severity": "another severity for a rule, or for the rules of a group",
    "rules": "options of single rules: `mailcheck explain RULE` lists them",
    "allow": "findings that are accepted, each with a reason",
    "exclude": "globs of files that are no mail, or none of yours: they are not looked at, also when they are named",
    "baseline": "findings that were there before; default: `mailcheck-baseline.json`, if it lies beside the config",
    "rule_dirs": "folders with rules of your own",
    "jobs": "how many processes judge messages; default: `auto`, as many as are worth it; `--jobs`",
    "limits": "numbers that bound hostile or huge input",
    "senders": "your brands: one entry each",
    "paths": "what is declared about the files that a glob fits",
    "domains": "what `mailcheck domain` looks at without names; senders' domains come by themselves",
    "offers": "what your books say of an offer: one entry each",
    "lexicon": "files with words of your own: docs/lexicon.md",
}
CONTEXT_WORDS: Mapping[str, str] = {
    "class": "what the mail is for; `--class`",
    "stage": "how far it has come on its way; `--stage`",
    "jurisdictions": "whose rules bind you: a country, or a state as in `us-wa`; `--jurisdiction`",
    "preference_centre": "opt-out links lead to a preference centre",
    "global_opt_out": "the preference centre offers to leave all commercial mail",
    "optout_sla_hours": "hours in which an opt-out is honoured",
    "optout_lifetime_days": "days for which the opt-out link works",
    "consent": "whether the readers asked for this mail",
    "bulk": "false: one-to-one mail, which the rules for bulk senders do not bind",
    "sender_adds_headers": (
        "true: nobody adds Message-ID, Date or List-Unsubscribe after you, so their absence counts at any stage"
    ),
    "today": "the day that decides dates, default: the clock's; `--today`",
    "sending_ips": "hosts that send the mail",
    "helo": "how they greet",
    "return_path": "of the envelope sender, where it is not the From domain",
    "signing_domains": "that sign with DKIM (`d=`)",
    "dkim_selectors": "selectors in use (`s=`); DNS does not list them",
    "parked": "the domain sends and receives no mail",
    "people": "people write from the domain and use mailing lists",
    "blocklists": (
        "block lists to ask, such as `zen.spamhaus.org`; read their terms of use, and ask through a resolver of your "
        "own"
    ),
    "providers": "mailbox providers whose requirements matter",
}
SENDER_WORDS: Mapping[str, str] = {
    "names": "that readers know it by",
    "domains": "that it mails from",
    "addresses": "postal addresses that its messages are expected to show",
}
OFFER_WORDS: Mapping[str, str] = {
    "name": "how reports call it",
    "match": "the messages that make the offer; default: all",
    "discount": "the largest reduction on anything in it",
    "least_discount": "the smallest",
    "exclusions": "whether some of what it speaks of is left out",
    "price": "the lowest price in it",
    "was": "the highest former price that was really asked; in the EU the lowest of the 30 days before",
    "starts": "its first day",
    "ends": "its last day",
}
LIMIT_WORDS: Mapping[str, str] = {
    "message_bytes": "one message",
    "parts": "MIME parts of a message",
    "nesting": "how deep parts stand in each other",
    "headers": "header fields of a message",
    "header_bytes": "what is read of one field's value",
    "dom_nodes": "nodes of the HTML tree",
    "css_rules": "rules in the style sheets",
    "seconds": "CPU time for one message, looked at between rules",
}
