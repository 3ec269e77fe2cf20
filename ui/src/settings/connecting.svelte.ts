import { AccountDraft } from "./account-draft.svelte";
import { PROVIDER_FORMS } from "./provider-form";
import type { ConnectForm, ProviderId, Region } from "../contract";
import type { TypedKeys } from "./typed-keys.svelte";

/** What the owner typed to connect an account. It outlives the form; the keys are never in it. */
export class ConnectDraft extends AccountDraft {
  readonly provider: ProviderId;
  environment = $state<ConnectForm["environment"]>("LIVE");
  keyId = $state("");
  reportsId = $state("");
  merchant = $state("");
  apiBase = $state("");
  /** PEM text. */
  extraRoot = $state("");
  #region = $state<Region>("GLOBAL");

  constructor(provider: ProviderId) {
    super();
    this.provider = provider;
  }

  /** A practice provider elsewhere is always at a host of its own, as some providers are. */
  get region(): Region {
    const named = PROVIDER_FORMS[this.provider].needsHost || this.environment === "PRACTICE";
    return named ? "CUSTOM" : this.#region;
  }

  set region(region: Region) {
    this.#region = region;
  }

  /** A certificate of its own may come with a host of its own, and never with live money. */
  get mayBringRoot(): boolean {
    return this.region === "CUSTOM" && this.environment !== "LIVE";
  }

  /** What the till takes, as a person may have written it. */
  connectForm(keys: TypedKeys, sessionOnly: boolean): ConnectForm {
    const { furtherKeys, partners, webhookSecret } = PROVIDER_FORMS[this.provider];
    return {
      provider: this.provider,
      environment: this.environment,
      ...this.form(),
      keyId: this.keyId.trim(),
      key: keys.main.trim(),
      payoutKey: furtherKeys ? keys.payout.trim() : "",
      reportsId: furtherKeys ? this.reportsId.trim() : "",
      reportsKey: furtherKeys ? keys.reports.trim() : "",
      webhookSecret: webhookSecret ? keys.webhook.trim() : "",
      region: this.region,
      apiBase: this.region === "CUSTOM" ? this.apiBase.trim() : "",
      extraRoot: this.mayBringRoot ? this.extraRoot.trim() : "",
      merchant: partners ? this.merchant.trim() : "",
      sessionOnly,
    };
  }

  override get isBlank(): boolean {
    const { keyId, reportsId, merchant, apiBase, extraRoot } = this;
    const words = [keyId, reportsId, merchant, apiBase, extraRoot];
    const isUsual = this.environment === "LIVE" && this.#region === "GLOBAL";
    return super.isBlank && isUsual && words.every((text) => text === "");
  }

  override clear(): void {
    super.clear();
    this.environment = "LIVE";
    this.keyId = "";
    this.reportsId = "";
    this.merchant = "";
    this.apiBase = "";
    this.extraRoot = "";
    this.#region = "GLOBAL";
  }
}
