import { describe, expect, test } from "vitest";
import { FakeBackend } from "../backend/fake";
import { fourPeople, PINS, RECOVERY_CODE } from "../backend/fake-staff";
import {
  axeFindings,
  click,
  fill,
  hook,
  hooks,
  openCounter,
  openPart,
  press,
  settle,
  typeKeys,
} from "../testing";

async function openStaff(backend = new FakeBackend()) {
  const opened = await openCounter(backend);
  await openPart("STAFF");
  return opened;
}

function staffed(at = "owner"): FakeBackend {
  const backend = new FakeBackend();
  backend.staff.open(fourPeople(), at);
  return backend;
}

async function typePin(pin: string) {
  await typeKeys(pin);
  await press("Enter");
}

async function newPinTwice(pin: string) {
  await typePin(pin);
  await typePin(pin);
}

/** Esc, as a web view tells it to the dialog. */
async function esc(dialog: string) {
  hook(dialog).dispatchEvent(new Event("cancel", { cancelable: true }));
  await settle();
}

/** Opens what can be changed of somebody. */
async function change(member: string) {
  const row = hooks("member").find((one) => one.dataset["member"] === member);
  const button = row?.querySelector<HTMLElement>("button");
  button?.focus();
  button?.click();
  await settle();
}

function rowOf(member: string): HTMLElement | undefined {
  return hooks("member").find((one) => one.dataset["member"] === member);
}

describe("the first PIN", () => {
  async function toCode(backend = new FakeBackend()) {
    await openStaff(backend);
    await click("first-pin-open");
    await fill("first-pin-name", " Ada ");
    await click("first-pin-next");
    await newPinTwice(PINS.ada);
    return backend;
  }

  test("is offered on a till without PINs, which says what that means", async () => {
    await openStaff();
    expect(hook("staff-section")).toHaveTextContent("whoever is at this till may do everything");
    expect(hooks("member")).toEqual([]);
    expect(hooks("own-pin-change")).toEqual([]);
    expect(await axeFindings()).toEqual([]);
  });

  test("is the name, the PIN twice, the code in groups, and the code typed back", async () => {
    const backend = await toCode();
    expect(backend.called("planFirstPin")).toEqual([{ form: { name: "Ada", pin: PINS.ada } }]);
    expect(hooks("code-group").map(({ textContent }) => textContent)).toEqual(
      RECOVERY_CODE.split("-"),
    );
    expect(hook("code-shown")).toHaveTextContent("Write it down, it is shown once.");
    expect(await axeFindings()).toEqual([]);
    await click("code-written");
    expect(hooks("code-group"), "nobody copies it from the screen").toEqual([]);
    expect(hook("first-pin-dialog")).not.toHaveTextContent("7KQ2");
    await fill("code-typed", RECOVERY_CODE);
    await click("code-prove-submit");
    expect(backend.called("proveRecoveryCode")).toEqual([{ code: RECOVERY_CODE }]);
    expect(hooks("first-pin-dialog")).toEqual([]);
    expect(hook("staff-says")).toHaveTextContent("Your PIN is set.");
    expect(document.activeElement, "its button is gone").toBe(hook("staff-says"));
    expect(rowOf("owner")).toHaveTextContent("Ada (you)");
    expect(hook("rail-lock")).toBeInTheDocument();
    await click("rail-lock");
    await typePin(PINS.ada);
    expect(hook("signed-in")).toHaveTextContent("Ada");
  });

  test("is not thrown away by Esc: that goes one step back, and asks at the code", async () => {
    await toCode();
    await click("code-written");
    await fill("code-typed", "7KQ2");
    await esc("first-pin-dialog");
    expect(hooks("code-group")).toHaveLength(7);
    await click("code-written");
    expect(hook("code-typed"), "what was typed is still there").toHaveValue("7KQ2");
    await esc("first-pin-dialog");
    await esc("first-pin-dialog");
    expect(document.activeElement, "nothing is lost by Enter").toBe(hook("code-give-up-keep"));
    expect(await axeFindings()).toEqual([]);
    await click("code-give-up-keep");
    expect(hooks("code-group")).toHaveLength(7);
  });

  test.each(["at the code", "before it is typed back"])(
    "that is given up %s writes nothing",
    async (where) => {
      const backend = await toCode();
      if (where !== "at the code") await click("code-written");
      await click("code-cancel");
      await click("code-give-up-yes");
      expect(hooks("first-pin-dialog")).toEqual([]);
      expect(backend.called("proveRecoveryCode")).toEqual([]);
      expect(backend.staff.pinless).toBe(true);
      expect(hooks("rail-lock")).toEqual([]);
      expect(hook("first-pin-open")).toBeInTheDocument();
    },
  );

  test("can be left by touch at the PIN: back to the name", async () => {
    await openStaff();
    await click("first-pin-open");
    await fill("first-pin-name", "Shop owner");
    await click("first-pin-next");
    await click("first-pin-to-name");
    expect(hook("first-pin-name")).toHaveValue("Shop owner");
  });

  test("needs a name", async () => {
    await openStaff();
    await click("first-pin-open");
    await fill("first-pin-name", "  ");
    await click("first-pin-next");
    expect(document.activeElement).toBe(hook("first-pin-name"));
    expect(hook("first-pin-name")).toBeInvalid();
  });

  test("with a name that the till refuses goes back to the name", async () => {
    const backend = new FakeBackend();
    backend.fail("planFirstPin", {
      code: "TEXT_TOO_LONG",
      field: "STAFF_NAME",
      limit: 40,
      length: 41,
    });
    await toCode(backend);
    expect(hook("first-pin-name-said")).toHaveTextContent("40");
    expect(document.activeElement).toBe(hook("first-pin-name"));
  });

  test("that is easy to guess is chosen anew", async () => {
    await openStaff();
    await click("first-pin-open");
    await fill("first-pin-name", "Ada");
    await click("first-pin-next");
    await newPinTwice("123456");
    expect(hook("first-pin-problem")).toHaveTextContent("easy to guess");
    expect(hooks("code-shown")).toEqual([]);
  });

  test("a typo in the code is found in its group, and the code can be seen again", async () => {
    const backend = await toCode();
    await click("code-written");
    await fill("code-typed", RECOVERY_CODE.replace("C0VH", "C0VX"));
    await click("code-prove-submit");
    expect(hook("code-typed-said")).toHaveTextContent("Group 4 does not fit.");
    expect(hook("code-typed-group-4")).toHaveTextContent("does not fit");
    expect(backend.staff.pinless).toBe(true);
    await click("code-look-again");
    expect(hooks("code-group")).toHaveLength(7);
  });
});

describe("the staff list", () => {
  test("has everybody with their role, and what is up with their PIN", async () => {
    const backend = staffed();
    const [, bruno] = backend.staff.people;
    if (bruno) bruno.waits = 60;
    await openStaff(backend);
    expect(hooks("member")).toHaveLength(4);
    expect(rowOf("owner")).toHaveTextContent("Owner");
    expect(rowOf("bruno")).toHaveTextContent("has to wait");
    expect(rowOf("dede")).toHaveTextContent("No PIN yet");
    expect(hook("code-card")).toHaveTextContent("the till can’t show it again");
    expect(await axeFindings()).toEqual([]);
  });

  test("that can’t be read says so", async () => {
    const backend = staffed();
    backend.fail("staffList", { code: "LEDGER_FAILED" });
    await openStaff(backend);
    expect(hook("staff-list-problem")).toHaveTextContent("Start the till again.");
  });

  test("somebody is added with a role and a PIN", async () => {
    const { backend } = await openStaff(staffed());
    await click("staff-add");
    expect(hook("role-about")).toHaveTextContent("Takes payments");
    await fill("staff-name", "Eva");
    await click("role-manager");
    expect(hook("role-about")).toHaveTextContent("Also refunds and approves");
    expect(await axeFindings()).toEqual([]);
    await click("staff-add-next");
    expect(hook("staff-pin")).toHaveAccessibleName("New PIN of Eva, 6 to 12 digits");
    await newPinTwice("606142");
    expect(backend.called("addStaff")).toEqual([
      { form: { name: "Eva", role: "MANAGER", pin: "606142" } },
    ]);
    expect(hooks("staff-add-dialog")).toEqual([]);
    expect(rowOf("staff-5")).toHaveTextContent("Eva");
    expect(hook("staff-says")).toHaveTextContent("Saved.");
  });

  test("a name that somebody has is told at the name", async () => {
    await openStaff(staffed());
    await click("staff-add");
    await fill("staff-name", "Carla");
    await click("staff-add-next");
    await newPinTwice("606142");
    expect(hook("staff-name-said")).toHaveTextContent("Somebody else has this name.");
    expect(document.activeElement).toBe(hook("staff-name"));
  });

  test("is not given up by Esc at the PIN: that goes back to the name", async () => {
    await openStaff(staffed());
    await click("staff-add");
    await fill("staff-name", "Eva");
    await click("staff-add-next");
    hook("staff-add-dialog").dispatchEvent(new Event("cancel", { cancelable: true }));
    await settle();
    expect(hook("staff-name")).toHaveValue("Eva");
  });

  test("each step with a pad has a way back by touch", async () => {
    await openStaff(staffed());
    await click("staff-add");
    await fill("staff-name", "Till two");
    await click("staff-add-next");
    await click("staff-add-back");
    expect(hook("staff-name")).toHaveValue("Till two");
    await click("staff-add-cancel");
    await change("carla");
    await click("member-set-pin");
    await click("member-back");
    expect(hook("staff-name")).toHaveValue("Carla");
  });

  test("a name that is saved where the role is refused is said to be", async () => {
    const { backend } = await openStaff(staffed());
    await change("owner");
    await fill("staff-name", "Shop owner");
    await click("role-cashier");
    await click("member-save");
    expect(hook("staff-problem")).toHaveTextContent("There must be an owner.");
    expect(hook("member-name-saved")).toHaveTextContent("The name is saved.");
    await click("member-save");
    expect(backend.called("renameStaff"), "the name is not sent again").toHaveLength(1);
    expect(hooks("member-name-saved")).toEqual([]);
  });

  test("somebody gets another name and another role", async () => {
    const { backend } = await openStaff(staffed());
    await change("carla");
    expect(hook("member-save")).toBeDisabled();
    await fill("staff-name", "Carla-Blum");
    await click("role-manager");
    await click("member-save");
    expect(backend.called("renameStaff")).toEqual([{ member: "carla", name: "Carla-Blum" }]);
    expect(backend.called("setStaffRole")).toEqual([{ member: "carla", role: "MANAGER" }]);
    expect(rowOf("carla")).toHaveTextContent("Carla-Blum");
    expect(rowOf("carla")).toHaveTextContent("Manager");
  });

  test("somebody gets a new PIN, which ends their wait", async () => {
    const backend = staffed();
    const [, , carla] = backend.staff.people;
    if (carla) carla.waits = 60;
    await openStaff(backend);
    await change("carla");
    await click("member-set-pin");
    await newPinTwice("606142");
    expect(backend.called("setStaffPin")).toEqual([{ member: "carla", pin: "606142" }]);
    expect(hooks("member-dialog")).toEqual([]);
    expect(rowOf("carla")).not.toHaveTextContent("has to wait");
  });

  test("a PIN that is refused stays in the dialog", async () => {
    const { backend } = await openStaff(staffed());
    await change("carla");
    await click("member-set-pin");
    await newPinTwice("777777");
    expect(hook("staff-pin-problem")).toHaveTextContent("easy to guess");
    expect(backend.staff.people[2]?.pin).toBe(PINS.carla);
  });

  test("somebody is retired once that is confirmed, and stays in the list of those", async () => {
    const { backend } = await openStaff(staffed());
    await change("carla");
    await click("member-retire");
    expect(document.activeElement, "nothing is lost by Enter").toBe(hook("staff-retire-keep"));
    expect(backend.called("retireStaff")).toEqual([]);
    expect(await axeFindings()).toEqual([]);
    await click("staff-retire-yes");
    expect(backend.called("retireStaff")).toEqual([{ member: "carla" }]);
    expect(hooks("member")).toHaveLength(3);
    expect(hook("retired-member")).toHaveTextContent("Carla");
    expect(hook("retired-member").querySelector("button")).toBeNull();
    expect(document.activeElement, "the row is gone").toBe(hook("staff-says"));
    expect(hook("staff-retired").querySelector("summary svg"), "it opens").not.toBeNull();
  });

  test("Keep retires nobody", async () => {
    const { backend } = await openStaff(staffed());
    await change("carla");
    await click("member-retire");
    await click("staff-retire-keep");
    expect(hook("staff-name")).toHaveValue("Carla");
    expect(backend.called("retireStaff")).toEqual([]);
  });

  test("the last owner can neither be retired nor made anything else", async () => {
    await openStaff(staffed());
    await change("owner");
    await click("role-cashier");
    await click("member-save");
    expect(hook("staff-problem")).toHaveTextContent("There must be an owner.");
    await click("member-retire");
    await click("staff-retire-yes");
    expect(hook("staff-retire-problem")).toHaveTextContent("There must be an owner.");
    await click("staff-retire-keep");
    await click("member-cancel");
    expect(rowOf("owner")).toHaveTextContent("Owner");
  });

  test("an owner who gives up that role finds what is left to them", async () => {
    const backend = staffed();
    const [, bruno] = backend.staff.people;
    if (bruno) bruno.role = "OWNER";
    await openStaff(backend);
    await change("owner");
    await click("role-cashier");
    await click("member-save");
    expect(hooks("staff-section")).toEqual([]);
    expect(hook("signed-in")).toHaveTextContent("Cashier");
  });

  test("one’s own PIN is not set here, where the old one would not be asked for", async () => {
    await openStaff(staffed());
    await change("owner");
    expect(hooks("member-set-pin")).toEqual([]);
  });
});

describe("a new recovery code", () => {
  test("is good once it was typed back", async () => {
    const { backend } = await openStaff(staffed());
    await click("new-code-open");
    expect(hooks("code-group"), "whoever finds the till open makes none").toEqual([]);
    await typePin("111222");
    expect(hook("new-code-pin-problem")).toHaveTextContent("4 more tries");
    await typePin(PINS.ada);
    expect(backend.called("planRecoveryCode").at(-1)).toEqual({ pin: PINS.ada });
    expect(hooks("code-group")).toHaveLength(7);
    await click("code-written");
    await fill("code-typed", RECOVERY_CODE);
    await click("code-prove-submit");
    expect(backend.called("proveRecoveryCode")).toHaveLength(1);
    expect(hook("staff-says")).toHaveTextContent("The new recovery code is good from now on.");
  });

  test("that is given up leaves the one before", async () => {
    const { backend } = await openStaff(staffed());
    await click("new-code-open");
    await typePin(PINS.ada);
    await click("code-cancel");
    await click("code-give-up-yes");
    expect(backend.called("proveRecoveryCode")).toEqual([]);
    expect(hooks("new-code-dialog")).toEqual([]);
  });

  test("that can’t be made says why", async () => {
    const backend = staffed();
    backend.fail("planRecoveryCode", { code: "VAULT_LOCKED" });
    await openStaff(backend);
    await click("new-code-open");
    expect(await axeFindings()).toEqual([]);
    await typePin(PINS.ada);
    expect(hook("new-code-pin-problem")).toHaveTextContent("Unlock it");
    expect(hooks("code-group")).toEqual([]);
    await click("new-code-cancel");
    expect(hooks("new-code-dialog")).toEqual([]);
  });
});

describe("one’s own PIN", () => {
  test("is changed by a cashier, too: the old one, then the new one twice", async () => {
    const { backend } = await openStaff(staffed("carla"));
    await click("own-pin-change");
    expect(await axeFindings()).toEqual([]);
    await typePin(PINS.carla);
    await newPinTwice("606142");
    expect(backend.called("changeOwnPin")).toEqual([{ form: { old: PINS.carla, new: "606142" } }]);
    expect(hooks("own-pin-dialog")).toEqual([]);
    expect(hook("own-pin-says")).toHaveTextContent("Your PIN is changed.");
  });

  test.each(["the pad", "nothing"])(
    "is no code that is scanned while %s has the focus",
    async (where) => {
      const { backend } = await openStaff(staffed("carla"));
      await click("own-pin-change");
      const target = where === "the pad" ? hook("own-old-input") : document.body;
      await typeKeys("96385074", 8, target);
      await press("Enter", 8, target);
      expect(hook("own-old-input")).toHaveValue("");
      await typePin(PINS.carla);
      await newPinTwice("606142");
      expect(backend.called("changeOwnPin")).toEqual([
        { form: { old: PINS.carla, new: "606142" } },
      ]);
    },
  );

  test("with a wrong old one begins anew, and tells the tries", async () => {
    const { backend } = await openStaff(staffed("carla"));
    await click("own-pin-change");
    await typePin("111222");
    await newPinTwice("606142");
    expect(hook("own-old-problem")).toHaveTextContent("4 more tries");
    expect(backend.staff.people[2]?.pin).toBe(PINS.carla);
    backend.fail("changeOwnPin", { code: "PIN_WAIT", seconds: 60 });
    await typePin("111222");
    await newPinTwice("606142");
    expect(hook("own-old-left")).toHaveTextContent("1:00");
  });

  test("a new one that is refused does not ask for the old one again", async () => {
    await openStaff(staffed("carla"));
    await click("own-pin-change");
    await typePin(PINS.carla);
    await newPinTwice("777777");
    expect(hook("own-new-problem")).toHaveTextContent("easy to guess");
    await newPinTwice("606142");
    expect(hooks("own-pin-dialog")).toEqual([]);
  });
});
