import { dateFormat } from "../language/formats";

/** By which zone and from which minute on the shop counts its days, as the till says. */
class ShopDay {
  /** The zone by its IANA name; undefined for the computer's. */
  timeZone = $state<string>();
  /** Minutes after midnight at which a day ends: sales until then belong to the day before. */
  endsAt = $state(0);

  follow(timeZone: string | null, endsAt: number): void {
    this.timeZone = timeZone !== null && isZone(timeZone) ? timeZone : undefined;
    this.endsAt = endsAt;
  }
}

/** Whether this web view knows the zone: the till may know more. */
function isZone(timeZone: string): boolean {
  try {
    dateFormat({ timeZone }, "en");
    return true;
  } catch {
    return false;
  }
}

export const shopDay = new ShopDay();
