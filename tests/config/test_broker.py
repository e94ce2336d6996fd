"""The folder that carries nudges: a message is there whole or not at all."""

import json

import pytest
from kombu import Connection
from kombu.exceptions import OperationalError


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "control").mkdir()
    return tmp_path


@pytest.fixture
def queue(folder):
    options = {
        "data_folder_in": str(folder),
        "data_folder_out": str(folder),
        "control_folder": str(folder / "control"),
    }
    with Connection(transport="config.broker:Transport", transport_options=options) as connection:
        # Kombu keeps queues for the whole process, and those of another test are in another folder.
        connection.transport.state.clear()
        yield connection.SimpleQueue("nudges")
        connection.transport.state.clear()


def test_a_message_comes_out_as_it_went_in(queue, folder):
    queue.put({"duty": "drain"})
    (written,) = folder.glob("*.nudges.msg")
    assert json.loads(written.read_text())["headers"] == {}
    message = queue.get(timeout=5)
    message.ack()
    assert message.payload == {"duty": "drain"}


def test_a_message_that_is_still_written_is_not_read(queue, folder):
    (folder / "1_unfinished.part").write_bytes(b"")
    with pytest.raises((queue.Empty, OperationalError)):
        queue.get(block=False)
