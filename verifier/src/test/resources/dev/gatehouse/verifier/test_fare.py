import logging, unittest, warnings
import pytest
from fare import fare

@pytest.fixture
def zones(tmp_path, capsys, capfd, caplog, monkeypatch, recwarn, request, record_property):
    monkeypatch.setenv("A", "b")
    (tmp_path / "x").write_text("x")
    yield 2

@pytest.mark.parametrize("key", ["a", 1, 2.5, object()])
def test_key(key, zones):
    print("x"); logging.warning("w"); warnings.warn("z")

def test_fails(zones):
    print("out"); logging.error("w")
    assert fare(zones) == {"a": [1, 2, 3], "b": "long " * 30}

def test_text():
    assert "a\nb\nc" == "a\nx\nc"

def test_set():
    assert {1, 2} == {2, 3}

def test_raises():
    with pytest.raises(ValueError, match="x"):
        raise ValueError("x")

def test_approx():
    assert 1.0 == pytest.approx(1.1)

def test_skips():
    pytest.skip("x")

def test_importorskip():
    pytest.importorskip("json")

@pytest.mark.xfail(reason="r")
def test_xfails():
    assert False

@pytest.mark.skipif("sys.platform == 'x'")
def test_skipif(): pass

def test_warns():
    with pytest.warns(UserWarning):
        warnings.warn("w")
    with pytest.deprecated_call():
        warnings.warn("w", DeprecationWarning)

async def test_async(): pass

class TestOld(unittest.TestCase):
    def setUp(self): pass
    def test_old(self):
        with self.subTest("s"): self.assertEqual(fare(1), 7)
    @unittest.skip("s")
    def test_s(self): pass
