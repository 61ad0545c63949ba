"""The pack and the folder of rules in `examples/` are installed and loaded as a user would."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mailcheck.testing import ExampleCase, example_cases

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
MAIL = "From: News <news@acme.com>\nTo: a@reader-mail.net\nSubject: Hello\n\nHello\n"
PAGE = "<html lang='en'><body><img src='https://cdn.acme.com/logo.png'><p>Hello</p></body></html>"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which pip has installed the example pack from its sources, without the network."""
    target = tmp_path_factory.mktemp("installed")
    command = ["install", "--quiet", "--no-deps", "--no-index", "--no-build-isolation", "--target", str(target)]
    subprocess.run([sys.executable, "-m", "pip", *command, str(EXAMPLES / "pack")], check=True, timeout=300)
    return target


def mailcheck(*arguments: str, cwd: Path, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(path)} if path else dict(os.environ)
    command = [sys.executable, "-m", "mailcheck", *arguments]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False, timeout=120)


def test_an_installed_pack_is_found_by_its_entry_point(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_text(MAIL)
    listed = json.loads(mailcheck("rules", "--format", "json", cwd=tmp_path, path=installed).stdout)["rules"]
    assert {"acme-sender-name", "message-id"} <= {rule["id"] for rule in listed}
    done = mailcheck("check", "--select", "acme-sender-name", "a.eml", cwd=tmp_path, path=installed)
    assert done.returncode == 1
    assert "error[acme-sender-name] the display name does not say Acme" in done.stdout
    assert "a.eml:1:7" in done.stdout
    tested = mailcheck("rules", "--test", "brand", cwd=tmp_path, path=installed)
    assert tested.returncode == 0, tested.stdout + tested.stderr
    assert "acme-sender-name" not in mailcheck("rules", cwd=tmp_path).stdout


def test_a_folder_is_found_by_the_option_and_by_the_config(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE)
    arguments = ["check", "--select", "house-logo-alt", "--strict", "a.html"]
    done = mailcheck(*arguments, "--rules", str(EXAMPLES / "house_rules"), cwd=tmp_path)
    assert done.returncode == 1
    assert "warning[house-logo-alt] the logo has no alternative text" in done.stdout
    (tmp_path / "mailcheck.toml").write_text(
        f"rule_dirs = ['{EXAMPLES / 'house_rules'}']\nrules.house-logo-alt = {{ file_name = 'banner' }}\n"
    )
    done = mailcheck(*arguments, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("case", example_cases(EXAMPLES / "house_rules"), ids=str)
def test_examples_of_the_folder(case: ExampleCase) -> None:
    case.check()
