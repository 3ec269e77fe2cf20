import { dateFormat } from "../language/formats";
import { locale } from "../language/locale";

export type ZoneGroup = { title: string; options: { value: string; label: string }[] };

/** Zones without a place, as `UTC`, stand under no region. */
const NO_REGION = "UTC";

/** The zone of the computer, by its IANA name. */
export function computerZone(): string {
  return dateFormat({}).resolvedOptions().timeZone;
}

/** `Europe/Isle_of_Man` is the place `Isle of Man`. */
export function placeOf(zone: string): string {
  return zone
    .slice(zone.indexOf("/") + 1)
    .replaceAll("_", " ")
    .replaceAll("/", ", ");
}

/** Every zone that the web view knows, and `also`, under its part of the world. */
export function zoneGroups(also: string | null): ZoneGroup[] {
  const zones = new Set([...Intl.supportedValuesOf("timeZone"), NO_REGION]);
  if (also !== null) zones.add(also);
  const groups = new Map<string, ZoneGroup>();
  for (const zone of zones) {
    const title = zone.includes("/") ? zone.slice(0, zone.indexOf("/")) : NO_REGION;
    const group = groups.get(title) ?? { title, options: [] };
    group.options.push({ value: zone, label: placeOf(zone) });
    groups.set(title, group);
  }
  const { compare } = new Intl.Collator(locale());
  const sorted = [...groups.values()].sort((one, other) => compare(one.title, other.title));
  for (const { options } of sorted) options.sort((one, other) => compare(one.label, other.label));
  return sorted;
}
