import { inSeconds } from "./fake-data";
import type {
  Commands,
  Look,
  PinFault,
  Right,
  Role,
  SessionView,
  StaffList,
  StaffMember,
  StaffTile,
  TillError,
} from "../contract";

type Form<Name extends keyof Commands> = Commands[Name]["takes"] extends { form: infer F }
  ? F
  : never;

const CASHIER: Right[] = ["TAKE_PAYMENTS", "ASK_FOR_REFUNDS"];
const MANAGER: Right[] = [
  ...CASHIER,
  "REFUND",
  "CANCEL_OTHERS",
  "SEE_ALL_SALES",
  "SEE_FIGURES",
  "DECIDE_MONEY",
  "MANAGE_CUSTOMERS",
  "MANAGE_PRODUCTS",
  "SWITCH_ENVIRONMENT",
];
const OWNER: Right[] = [
  ...MANAGER,
  "MANAGE_ACCOUNTS",
  "MANAGE_STAFF",
  "CHANGE_SETTINGS",
  "READ_HISTORY",
  "EXPORT",
  "BACK_UP",
  "RESTORE",
];

export const ROLE_RIGHTS: Record<Role, Right[]> = { CASHIER, MANAGER, OWNER };

/** The recovery code of the pretend till. */
export const RECOVERY_CODE = "7KQ2-M4XD-9TRB-C0VH-5WEJ-N8GP-31AZ";

/** As many wrong PINs cost nothing. */
const FREE_TRIES = 5;
/** How long a PIN rests after more of them, seconds. */
const WAIT = 30;

type Person = StaffMember & { pin: string; wrong: number };

export function person(changes: Partial<Person> & { id: string }): Person {
  return {
    name: "",
    role: "CASHIER",
    hasPin: true,
    addedAt: inSeconds(-40 * 86_400),
    retiredAt: null,
    waits: 0,
    pin: "",
    wrong: 0,
    ...changes,
  };
}

/** The PINs of the pretend till with staff. */
export const PINS = { ada: "418305", bruno: "927164", carla: "530872" } as const;

/** An owner, a manager, a cashier, and a cashier who has no PIN yet. */
export function fourPeople(): Person[] {
  return [
    person({ id: "owner", name: "Ada", role: "OWNER", pin: PINS.ada }),
    person({ id: "bruno", name: "Bruno", role: "MANAGER", pin: PINS.bruno }),
    person({ id: "carla", name: "Carla", pin: PINS.carla }),
    person({ id: "dede", name: "Dede", hasPin: false }),
  ];
}

function codeGroups(typed: string): string[] {
  return typed.toUpperCase().match(/[0-9A-Z]{1,4}/g) ?? [];
}

function refused(fault: PinFault): TillError {
  return { code: "NEW_PIN_REFUSED", fault };
}

/** Who works at the pretend till. Without a PIN the one owner is always at it. */
export class FakeStaff {
  people: Person[] = [person({ id: "owner", role: "OWNER", hasPin: false })];
  /** Who is at the till; null while it is locked. */
  at: string | null = "owner";
  lockAfterIdle: number | null = 120;
  lockAfterSale = false;
  /** Why nobody can sign in by PIN. */
  problem: TillError | null = null;
  codeMadeAt: string | null = null;
  recoveryTries = FREE_TRIES;
  /** What becomes of it once the recovery code is typed back. */
  #planned: (() => void) | null = null;
  /** When each wait began, on a clock that nobody sets, milliseconds. */
  readonly #waits = new Map<Person, { waits: number; at: number }>();

  /** A till with these people and PINs; locked unless somebody is at it. */
  open(people: Person[], at: string | null = null): void {
    this.people = people;
    this.at = at;
    this.codeMadeAt = inSeconds(-30 * 86_400);
  }

  get pinless(): boolean {
    return this.people.every(({ hasPin }) => !hasPin);
  }

  get current(): Person | null {
    return this.people.find(({ id }) => id === this.at) ?? null;
  }

  tiles(): StaffTile[] {
    return this.people
      .filter(({ retiredAt }) => retiredAt === null)
      .map((member) => {
        const { id, name, role, hasPin } = member;
        return { id, name, role, waits: this.#left(member), hasPin };
      });
  }

  /** Seconds of a wait that are left: it runs on as soon as it was looked at. */
  #left(member: Person): number {
    const known = this.#waits.get(member);
    const begun =
      known?.waits === member.waits ? known : { waits: member.waits, at: performance.now() };
    this.#waits.set(member, begun);
    const left = Math.ceil(begun.waits - (performance.now() - begun.at) / 1000);
    if (left <= 0) this.#rest(member, 0);
    return Math.max(0, left);
  }

  #rest(member: Person, seconds: number): void {
    member.waits = seconds;
    this.#waits.delete(member);
  }

  view(
    screen: { shopName: string; environment: StaffScreen; openSales: number },
    look: Look,
  ): SessionView {
    const { current, pinless } = this;
    if (!current) {
      return {
        kind: "LOCKED",
        screen: {
          ...screen,
          staff: this.tiles(),
          problem: this.problem,
          canRecover: this.codeMadeAt !== null,
        },
        look,
      };
    }
    return {
      kind: "OPEN",
      staff: { id: current.id, name: current.name },
      role: current.role,
      rights: ROLE_RIGHTS[current.role],
      pinless,
      lockAfterIdle: pinless ? null : this.lockAfterIdle,
      lockAfterSale: !pinless && this.lockAfterSale,
      look,
    };
  }

  lock(): void {
    if (!this.pinless) this.at = null;
  }

  /** Somebody types a PIN of theirs: what does not fit is counted. */
  check(id: string, pin: string): Person {
    const member = this.#member(id);
    if (this.problem) throw this.problem;
    if (!member.hasPin) throw { code: "NO_PIN_YET" } satisfies TillError;
    const seconds = this.#left(member);
    if (seconds > 0) throw { code: "PIN_WAIT", seconds } satisfies TillError;
    if (member.pin !== pin) {
      member.wrong += 1;
      const triesLeft = Math.max(0, FREE_TRIES - member.wrong);
      if (triesLeft === 0) this.#rest(member, WAIT);
      throw { code: "WRONG_PIN", triesLeft } satisfies TillError;
    }
    member.wrong = 0;
    return member;
  }

  signIn({ member, pin }: Form<"sign_in">): void {
    this.at = this.check(member, pin).id;
  }

  recover({ member, code, newPin }: Form<"recover">): void {
    this.#checkTypo(code);
    this.#checkNew(newPin);
    this.#checkCode(code);
    // Nobody named: the first owner of the list that is made anew from the book.
    const owner = this.#member(member || "owner");
    if (member === "") owner.role = "OWNER";
    this.#give(owner, newPin);
    this.problem = null;
    this.at = owner.id;
  }

  planFirstPin({ name, pin }: Form<"plan_first_pin">): string {
    this.#checkNew(pin);
    const { current } = this;
    this.#planned = () => {
      if (!current) return;
      current.name = name;
      this.#give(current, pin);
    };
    return RECOVERY_CODE;
  }

  planRecoveryCode(pin: string): string {
    this.check(this.at ?? "", pin);
    this.#planned = () => undefined;
    return RECOVERY_CODE;
  }

  proveRecoveryCode(code: string): void {
    this.#checkTypo(code);
    this.#checkCode(code);
    this.#planned?.();
    this.#planned = null;
    this.codeMadeAt = inSeconds(0);
  }

  list(): StaffList {
    const members = this.people.map(({ pin: _pin, wrong: _wrong, ...member }) => member);
    return { members, recoveryCodeMadeAt: this.codeMadeAt, pinless: this.pinless };
  }

  add({ name, role, pin }: Form<"add_staff">): StaffList {
    if (this.pinless) throw { code: "FIRST_PIN_FIRST" } satisfies TillError;
    this.#checkName(name);
    this.#checkNew(pin);
    this.people = [
      ...this.people,
      person({ id: `staff-${this.people.length + 1}`, name, role, pin, addedAt: inSeconds(0) }),
    ];
    return this.list();
  }

  rename(id: string, name: string): StaffList {
    this.#checkName(name, id);
    this.#member(id).name = name;
    return this.list();
  }

  setRole(id: string, role: Role): StaffList {
    const member = this.#member(id);
    if (role !== "OWNER") this.#anotherOwner(member);
    member.role = role;
    return this.list();
  }

  retire(id: string): StaffList {
    const member = this.#member(id);
    this.#anotherOwner(member);
    member.retiredAt = inSeconds(0);
    return this.list();
  }

  setPin(id: string, pin: string): StaffList {
    this.#checkNew(pin);
    this.#give(this.#member(id), pin);
    return this.list();
  }

  changeOwnPin(form: Form<"change_own_pin">): null {
    const member = this.check(this.at ?? "", form.old);
    this.#checkNew(form.new);
    this.#give(member, form.new);
    return null;
  }

  #member(id: string): Person {
    const member = this.people.find((one) => one.id === id);
    if (!member) throw { code: "NOT_FOUND" } satisfies TillError;
    if (member.retiredAt) throw { code: "STAFF_RETIRED" } satisfies TillError;
    return member;
  }

  #give(member: Person, pin: string): void {
    Object.assign(member, { pin, hasPin: true, waits: 0, wrong: 0 });
  }

  #anotherOwner(member: Person): void {
    const owners = this.people.filter((one) => one.role === "OWNER" && one.retiredAt === null);
    if (member.role === "OWNER" && owners.length === 1) {
      throw { code: "LAST_OWNER" } satisfies TillError;
    }
  }

  #checkName(name: string, id?: string): void {
    const taken = this.people.some((one) => one.id !== id && one.name === name);
    if (taken) throw { code: "STAFF_NAME_TAKEN" } satisfies TillError;
  }

  #checkNew(pin: string): void {
    if (pin.length < 6) throw refused({ kind: "TOO_SHORT", least: 6 });
    if (/^(.)\1+$/.test(pin) || "0123456789".includes(pin)) throw refused({ kind: "GUESSABLE" });
  }

  /** A code that can be none costs no try. */
  #checkTypo(typed: string): void {
    const groups = codeGroups(typed);
    const differing = RECOVERY_CODE.split("-").filter((group, at) => group !== groups[at]);
    if (differing.length === 1 && groups.length === 7) {
      const group = RECOVERY_CODE.split("-").indexOf(differing[0] ?? "") + 1;
      throw { code: "RECOVERY_CODE_TYPO", group } satisfies TillError;
    }
    if (groups.join("-").length !== RECOVERY_CODE.length) {
      throw { code: "RECOVERY_CODE_TYPO", group: null } satisfies TillError;
    }
  }

  #checkCode(typed: string): void {
    if (codeGroups(typed).join("-") === RECOVERY_CODE) return;
    this.recoveryTries = Math.max(0, this.recoveryTries - 1);
    throw {
      code: "WRONG_RECOVERY_CODE",
      triesLeft: this.recoveryTries,
    } satisfies TillError;
  }
}

type StaffScreen = Extract<SessionView, { kind: "LOCKED" }>["screen"]["environment"];
