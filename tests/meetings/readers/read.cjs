// Reads calendars with ical.js, as Thunderbird and Nextcloud do: JSON list of texts in, JSON list of readings out.
const path = require("path");
const ICAL = require(path.resolve("node_modules/ical.js/dist/ical.es5.cjs"));

const instant = (time) => time.toJSDate().toISOString();
const people = (component, name) => component.getAllProperties(name).map((one) => ({
  address: one.getFirstValue(), ...Object.fromEntries(["cn", "role", "partstat", "rsvp"].map((key) => [key, one.getParameter(key) ?? null])),
}));

function read(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  const value = (component, name) => component.getFirstPropertyValue(name)?.toString() ?? null;
  return {
    method: value(calendar, "method"),
    name: value(calendar, "x-wr-calname"),
    events: calendar.getAllSubcomponents("vevent").map((component) => {
      const event = new ICAL.Event(component);
      return {
        uid: event.uid, sequence: event.sequence, stamp: instant(component.getFirstPropertyValue("dtstamp")),
        starts: instant(event.startDate), ends: instant(event.endDate), zone: event.startDate.zone.tzid,
        summary: event.summary, location: event.location, description: event.description ?? null,
        status: value(component, "status"), url: value(component, "url"),
        organizer: value(component, "organizer"), attendees: people(component, "attendee"),
      };
    }),
  };
}

let input = "";
process.stdin.on("data", (part) => { input += part; });
process.stdin.on("end", () => { process.stdout.write(JSON.stringify(JSON.parse(input).map(read))); });
