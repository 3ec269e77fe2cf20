import { AccountDraft } from "./account-draft.svelte";
import type { ConnectForm, Region } from "../contract";

/** What the owner typed to connect an account. It outlives the form; the key is never in it. */
export class ConnectDraft extends AccountDraft {
  environment = $state<ConnectForm["environment"]>("LIVE");
  appId = $state("");
  merchant = $state("");
  apiBase = $state("");
  /** PEM text. */
  extraRoot = $state("");
  #region = $state<Region>("GLOBAL");

  /** A practice provider elsewhere is always at a host of its own. */
  get region(): Region {
    return this.environment === "PRACTICE" ? "CUSTOM" : this.#region;
  }

  set region(region: Region) {
    this.#region = region;
  }

  /** A certificate of its own may come with a host of its own, and never with live money. */
  get mayBringRoot(): boolean {
    return this.region === "CUSTOM" && this.environment !== "LIVE";
  }

  /** What the till takes, as a person may have written it. */
  connectForm(appKey: string, sessionOnly: boolean): ConnectForm {
    return {
      provider: "GLOBAL_PAYMENTS",
      environment: this.environment,
      ...this.form(),
      appId: this.appId.trim(),
      appKey: appKey.trim(),
      region: this.region,
      apiBase: this.region === "CUSTOM" ? this.apiBase.trim() : "",
      extraRoot: this.mayBringRoot ? this.extraRoot.trim() : "",
      merchant: this.merchant.trim(),
      sessionOnly,
    };
  }

  override clear(): void {
    super.clear();
    this.environment = "LIVE";
    this.appId = "";
    this.merchant = "";
    this.apiBase = "";
    this.extraRoot = "";
    this.#region = "GLOBAL";
  }
}
