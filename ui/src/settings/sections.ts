import Laptop from "@lucide/svelte/icons/laptop";
import Link from "@lucide/svelte/icons/link";
import ArchiveRestore from "@lucide/svelte/icons/archive-restore";
import Info from "@lucide/svelte/icons/info";
import Keyboard from "@lucide/svelte/icons/keyboard";
import MonitorUp from "@lucide/svelte/icons/monitor-up";
import Palette from "@lucide/svelte/icons/palette";
import PlugZap from "@lucide/svelte/icons/plug-zap";
import Store from "@lucide/svelte/icons/store";
import Users from "@lucide/svelte/icons/users";
import Volume from "@lucide/svelte/icons/volume-2";
import AboutPart from "./AboutPart.svelte";
import AccountsPart from "./AccountsPart.svelte";
import BackupSection from "../backup/BackupSection.svelte";
import ComputerSection from "../manners/ComputerSection.svelte";
import DisplaySection from "../display/DisplaySection.svelte";
import KeysPart from "./KeysPart.svelte";
import LinksPart from "./LinksPart.svelte";
import LookPart from "./LookPart.svelte";
import ShopPart from "./ShopPart.svelte";
import SoundsSection from "../manners/SoundsSection.svelte";
import StaffPart from "./StaffPart.svelte";
import { m } from "../language/messages";
import type { Component } from "svelte";
import type { Counter } from "../counter/counter.svelte";
import type { Session } from "../session/session.svelte";
import type { TillState } from "../contract";

/** A part of the settings. */
export type SectionId =
  | "SHOP"
  | "ACCOUNTS"
  | "STAFF"
  | "DISPLAY"
  | "LOOK"
  | "SOUNDS"
  | "LINKS"
  | "COMPUTER"
  | "BACKUP"
  | "KEYS"
  | "ABOUT";

/** What a part can do for the screen around it: a form that is open is left before the settings are. */
export type PartExports = { stepBack?: () => boolean };

type Part = Component<{ counter: Counter; till: TillState }, PartExports>;

export type Section = {
  id: SectionId;
  title: (session: Session) => string;
  icon: Component<{ size?: number | string; "aria-hidden"?: "true" }>;
  part: Part;
  /** Whether there is anything in it for whoever is at the till. */
  shown: (session: Session) => boolean;
};

const setsUp = (session: Session) => session.may("CHANGE_SETTINGS");

/** In the order of the list. */
export const SECTIONS: readonly Section[] = [
  { id: "SHOP", title: m.settings_part_shop, icon: Store, part: ShopPart, shown: setsUp },
  {
    id: "ACCOUNTS",
    title: m.settings_part_accounts,
    icon: PlugZap,
    part: AccountsPart,
    shown: (session) => session.may("MANAGE_ACCOUNTS") || session.may("SWITCH_ENVIRONMENT"),
  },
  {
    id: "STAFF",
    title: (session) =>
      session.may("MANAGE_STAFF") ? m.settings_part_staff() : m.settings_part_own_pin(),
    icon: Users,
    part: StaffPart,
    shown: (session) => session.may("MANAGE_STAFF") || !session.pinless,
  },
  {
    id: "DISPLAY",
    title: m.settings_part_display,
    icon: MonitorUp,
    part: DisplaySection,
    shown: (session) => session.may("TAKE_PAYMENTS"),
  },
  { id: "LOOK", title: m.settings_part_look, icon: Palette, part: LookPart, shown: setsUp },
  { id: "SOUNDS", title: m.settings_part_sounds, icon: Volume, part: SoundsSection, shown: setsUp },
  { id: "LINKS", title: m.settings_part_links, icon: Link, part: LinksPart, shown: setsUp },
  {
    id: "COMPUTER",
    title: m.settings_part_computer,
    icon: Laptop,
    part: ComputerSection,
    shown: setsUp,
  },
  {
    id: "BACKUP",
    title: m.settings_part_backup,
    icon: ArchiveRestore,
    part: BackupSection,
    shown: (session) => session.may("BACK_UP"),
  },
  { id: "KEYS", title: m.settings_part_keys, icon: Keyboard, part: KeysPart, shown: () => true },
  { id: "ABOUT", title: m.settings_part_about, icon: Info, part: AboutPart, shown: () => true },
];
