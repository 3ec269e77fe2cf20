import { asError } from "../words/errors";
import { InOrder } from "../counter/order";
import type { Session } from "../session/session.svelte";
import type { StaffList, StaffMember, TillError } from "../contract";

/** Everybody on the staff, as the till has them. */
export class Staff {
  list = $state.raw<StaffList | null>(null);
  error = $state.raw<TillError | null>(null);
  readonly #session: Session;
  readonly #inOrder = new InOrder();

  constructor(session: Session) {
    this.#session = session;
  }

  async load(): Promise<void> {
    const inOrder = this.#inOrder.ask();
    this.error = null;
    try {
      const list = await this.#session.backend.staffList();
      inOrder(() => (this.list = list));
    } catch (cause) {
      this.error = asError(cause);
    }
  }

  /** The till answered with the list as it is now; whose rights changed is asked anew. */
  become(list: StaffList): void {
    this.#inOrder.ask()(() => (this.list = list));
    void this.#session.askAgain();
  }

  get here(): StaffMember[] {
    return (this.list?.members ?? []).filter(({ retiredAt }) => retiredAt === null);
  }

  get retired(): StaffMember[] {
    return (this.list?.members ?? []).filter(({ retiredAt }) => retiredAt !== null);
  }
}
