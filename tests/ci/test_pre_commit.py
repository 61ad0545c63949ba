"""The hooks of `.pre-commit-hooks.yaml`, run by pre-commit itself in a repository of their own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from mailcheck.init.words import LANGUAGE_SUFFIXES
from mailcheck.source.sniff import is_template_name

ROOT = Path(__file__).resolve().parents[2]
MANIFEST = ROOT / ".pre-commit-hooks.yaml"
SHIPPED = ("mailcheck", "rules", "tools", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")
GOOD = (ROOT / "examples" / "good-newsletter.eml").read_text(encoding="utf-8")
BAD = (ROOT / "examples" / "bad-newsletter.eml").read_text(encoding="utf-8")
PAGE = "<html><body><h1>Sale</h1><p>Our shop.</p></body></html>\n"
WITHOUT_INDEX = {
    # The hook is installed from its repository as ever, but with the packages that are here already.
    "PIP_NO_INDEX": "1",
    "PIP_NO_DEPS": "1",
    "PIP_NO_BUILD_ISOLATION": "0",
    "PYTHONPATH": sysconfig.get_path("purelib"),
}


def git(
    folder: Path, *arguments: str, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["git", *arguments], cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """mailcheck as its repository has it, whatever is committed here; and the revision."""
    folder = tmp_path_factory.mktemp("mailcheck")
    for name in SHIPPED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, folder / name)
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "--message", "x")
    return folder, git(folder, "rev-parse", "HEAD").stdout.strip()


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pre-commit keeps what it installed: once for all tests."""
    return tmp_path_factory.mktemp("pre-commit-home")


class Project:
    """A repository whose commits go through the hooks."""

    def __init__(self, folder: Path, published: tuple[Path, str], environment: Mapping[str, str]) -> None:
        self.folder = folder
        self.environment = environment
        self._published = published
        git(folder, "init", "--quiet", "--initial-branch=main")

    def hooks(self, *ids: str, **settings: object) -> None:
        repo, revision = self._published
        hooks = [{"id": each, **settings} for each in ids]
        config = {"repos": [{"repo": str(repo), "rev": revision, "hooks": hooks}]}
        self.write(**{".pre-commit-config.yaml": yaml.safe_dump(config)})

    def write(self, **files: str) -> None:
        for name, content in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        git(self.folder, "add", "--all")

    def run(self, *arguments: str) -> tuple[bool, str]:
        """Whether the hooks passed, and what they said."""
        done = self._program("run", "--color=never", *arguments)
        assert "An unexpected error" not in done.stdout, done.stdout
        return done.returncode == 0, done.stdout + done.stderr

    def install(self) -> None:
        assert self._program("install").returncode == 0

    def commit(self) -> tuple[bool, str]:
        done = git(self.folder, "commit", "--message", "x", environment=self.environment)
        return done.returncode == 0, done.stdout + done.stderr

    def _program(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "pre_commit", *arguments], cwd=self.folder, env=self.environment,
            capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip


@pytest.fixture
def project(tmp_path: Path, published: tuple[Path, str], home: Path) -> Project:
    return Project(tmp_path, published, environment(tmp_path, home) | WITHOUT_INDEX)


def environment(folder: Path, home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT", "PYTEST"))}
    identity = {f"GIT_{who}_{what}": "a@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    return kept | identity | {"PRE_COMMIT_HOME": str(home), "GIT_CONFIG_GLOBAL": os.devnull, "PYTHONUTF8": "1"}


def test_the_manifest_is_valid() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-manifest", str(MANIFEST)], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout


MAIL = """
welcome.eml Welcome.EML archive.mbox sub/x.mjml emails/welcome.html templates/email/base.html.j2 app/mail/receipt.twig
src/newsletter/may.htm users_mailer/reset.html.erb app/views/user_mailer/reset.html.erb emails/de/welcome.liquid
welcome-email.html email_welcome.hbs e-mails/x.mustache newsletter.html mailings/a/b/c.handlebars
""".split()
NO_MAIL = """
index.html web/page.html README.md emails/logo.png emails/welcome.txt emails.py mailcheck.toml src/mailchimp.html
emailing.html templates/base.jinja2 gmail/x.html emails/data.json thumbnails/x.html
""".split()


def test_which_files_the_hook_is_given() -> None:
    (pattern,) = (hook["files"] for hook in yaml.safe_load(MANIFEST.read_text()) if hook["id"] == "mailcheck")
    assert [name for name in MAIL if not re.search(pattern, name)] == []
    assert [name for name in NO_MAIL if re.search(pattern, name)] == []


def test_the_hook_is_given_all_that_mailcheck_takes_for_templates() -> None:
    (pattern,) = (hook["files"] for hook in yaml.safe_load(MANIFEST.read_text()) if hook["id"] == "mailcheck")
    for suffix in {*LANGUAGE_SUFFIXES, "html.j2", "blade.php"} - {"blade"}:
        name = f"emails/welcome.{suffix}"
        assert is_template_name(name), name
        assert re.search(pattern, name), name


def test_a_bad_message_cannot_be_committed(project: Project) -> None:
    project.hooks("mailcheck")
    project.install()
    project.write(**{"news/may.eml": BAD, "web/page.html": PAGE})
    passed, said = project.commit()
    assert not passed
    assert "error[unsub-camouflaged]" in said
    assert "news/may.eml:37:5" in said
    assert "web/page.html" not in said
    project.write(**{"news/may.eml": GOOD})
    (project.folder / "news" / "may.eml").write_text(BAD, encoding="utf-8")  # not staged, so not committed
    passed, said = project.commit()
    assert passed, said
    assert "mailcheck...." in said


def test_config_and_baseline_hold_for_the_hook(project: Project) -> None:
    project.hooks("mailcheck")
    project.write(**{"emails/may.eml": BAD})
    assert not project.run("--all-files")[0]
    project.write(
        **{"mailcheck.toml": "select = ['unsub-camouflaged']\nseverity = { unsub-camouflaged = 'warning' }\n"}
    )
    assert project.run("--all-files")[0]
    project.write(**{"mailcheck.toml": "exclude = ['emails/**']\n"})
    assert project.run("--all-files")[0]
    project.write(**{"mailcheck.toml": "exclud = []\n"})
    passed, said = project.run("--all-files")
    assert not passed
    assert 'mailcheck.toml:1:1: unknown key "exclud"\n  did you mean "exclude"?' in said
    project.write(**{"mailcheck.toml": ""})
    subprocess.run(
        [sys.executable, "-m", "mailcheck", "baseline", "--offline", "--quiet", "emails"],
        cwd=project.folder, env={**project.environment, "PYTHONPATH": ""}, check=True,
    )  # fmt: skip
    project.write()
    assert project.run("--all-files")[0]
    project.write(**{"emails/june.eml": BAD})
    passed, said = project.run("--all-files")
    assert not passed
    assert "emails/june.eml" in said
    assert "emails/may.eml" not in said


def test_only_the_lines_of_a_commit(project: Project) -> None:
    project.hooks("mailcheck", args=["--diff", "HEAD", "--select", "honest"])
    project.write(**{"emails/may.eml": BAD})
    git(project.folder, "commit", "--message", "x", environment=project.environment)
    project.install()
    project.write(**{"emails/may.eml": BAD.replace("Mega Deals <", "Deals <")})
    passed, said = project.commit()
    assert passed, said
    project.write(**{"emails/may.eml": BAD.replace("70% OFF", "80% OFF")})
    passed, said = project.commit()
    assert not passed
    assert "fake-reply" in said


def test_domains_are_looked_up_when_asked_for(project: Project) -> None:
    zone = '; mailcheck DNS recording 1\nacme.com. 300 IN TXT "v=spf1 %sall"\n'
    project.hooks("mailcheck-domains", args=["--dns-replay", "acme.zone", "--select", "spf-permissive-all"])
    project.write(**{"mailcheck.toml": "domains = ['acme.com']\n", "acme.zone": zone % "+"})
    passed, said = project.run("--all-files")
    assert passed, said
    assert "permissive" not in said
    manual = ("--hook-stage", "manual", "--all-files")
    passed, said = project.run(*manual)
    assert not passed
    assert "mailcheck.toml:1" in said
    assert "error[spf-permissive-all]" in said
    project.write(**{"acme.zone": zone % "-"})
    assert project.run(*manual)[0]
    project.write(**{"acme.zone": "; mailcheck DNS recording 1\n;! timeout acme.com. TXT no answer\n"})
    assert project.run(*manual)[0]


@pytest.mark.validators
def test_the_hook_is_installed_from_the_package_index(tmp_path: Path, published: tuple[Path, str]) -> None:
    (tmp_path / "project").mkdir()
    project = Project(tmp_path / "project", published, environment(tmp_path, tmp_path / "home"))
    project.hooks("mailcheck")
    project.write(**{"emails/may.eml": BAD})
    passed, said = project.run("--all-files")
    assert not passed
    assert "error[unsub-camouflaged]" in said
    project.write(**{"emails/may.eml": GOOD})
    assert project.run("--all-files")[0]
