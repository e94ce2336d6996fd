"""What the page asks before a change leaves the house."""

from meetings.invitations import confirming


def test_a_new_video_link_is_seen_before_and_after(world, now):
    meeting = world.meeting()
    meeting.video_url = "https://video.example/alt"
    told = confirming.change(meeting, {"video_url": "https://video.example/neu"}, None, now.date())
    assert told["before"].endswith(". https://video.example/alt")
    assert told["text"].endswith(". https://video.example/neu")
    assert "https" not in confirming.change(meeting, {"place": "Rathaus"}, None, now.date())["before"]


def test_a_new_place_that_another_board_needs_is_warned_of_before_the_change(world, now):
    other, meeting = world.meeting(world.etb), world.meeting()
    told = confirming.change(meeting, {"place": other.place}, None, now.date())
    assert told["warning"].startswith("Der Ort ist belegt: Ethik- und Technologiebeirat, ")
    assert confirming.change(meeting, {"video_url": "https://video.example/neu"}, None, now.date())["warning"] == ""
