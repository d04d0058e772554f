"""Addresses and credentials: where they come from, and that secrets show up nowhere."""

from __future__ import annotations

import json

import pytest

from indexer.backends.opensearch.options import Credentials, Options, read_options
from indexer.errors import UsageError


@pytest.mark.parametrize(
    ("hosts", "wanted"),
    [
        ("https://a:9200", ("https://a:9200",)),
        ("a", ("http://a:9200",)),
        ("https://a", ("https://a:443",)),
        ("http://a:1, https://b:2/search/", ("http://a:1", "https://b:2/search")),
        ("http://[::1]:9200", ("http://[::1]:9200",)),
    ],
)
def test_hosts_get_a_scheme_and_a_port(hosts, wanted):
    assert read_options({"hosts": hosts}, {}).hosts == wanted


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({}, "--hosts"),
        ({"hosts": "ftp://a"}, "ftp://a"),
        ({"hosts": "http://a:port"}, "http://a:port"),
        ({"hosts": "a", "shards": "0"}, "--shards"),
        ({"hosts": "a", "timeout": "soon"}, "--timeout"),
        ({"hosts": "a", "credentials": "/nowhere/at/all"}, "/nowhere/at/all"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(given, named):
    with pytest.raises(UsageError, match=named.replace("/", "[/]")):
        read_options(given, {})


def test_the_environments_hosts_win_over_the_manifests():
    assert read_options({"hosts": "old"}, {"GSEARCH_HOSTS": "new"}).hosts == ("http://new:9200",)


def test_a_password_in_an_address_is_refused_and_not_repeated():
    with pytest.raises(UsageError) as refused:
        read_options({"hosts": "https://me:s3cret@a:9200"}, {})
    assert "s3cret" not in str(refused.value)


def test_credentials_of_the_environment_win_over_those_of_a_file(tmp_path):
    file = tmp_path / "credentials.json"
    file.write_text(json.dumps({"user": "file", "password": "of the file"}))
    given = {"hosts": "a", "credentials": str(file)}
    assert read_options(given, {}).credentials == Credentials("file", "of the file")
    environment = {"GSEARCH_USER": "me", "GSEARCH_PASSWORD": "mine"}
    assert read_options(given, environment).credentials == Credentials("me", "mine")


@pytest.mark.parametrize("content", ["{", "[]", '{"user": 1}', '{"token": "s3cret"}'])
def test_a_malformed_file_of_credentials_is_refused_without_showing_it(tmp_path, content):
    file = tmp_path / "credentials.json"
    file.write_text(content)
    with pytest.raises(UsageError, match="凭据文件") as refused:
        read_options({"hosts": "a"}, {"GSEARCH_CREDENTIALS": str(file)})
    assert "s3cret" not in str(refused.value)


def test_no_secret_is_in_what_options_show():
    shown = repr(Options(("http://a:9200",), Credentials("me", "s3cret", "k3y")))
    assert "s3cret" not in shown
    assert "k3y" not in shown
