// Made from the Rust types by `TILLSIDE_WRITE_TYPES=1 cargo test --test contract`. Do not edit: the same test compares them.

/** What a command tells as it happens: made by the page, handed over with the call. */
export type Channel<Message> = { onmessage: (message: Message) => void };

export type Money = { minor: string, currency: string, exponent: number, };

export type Currency = { 
/**
 * ISO 4217.
 */
code: string, 
/**
 * 0, 2 or 3.
 */
exponent: number, };

export type Environment = "LIVE" | "SANDBOX" | "PRACTICE";

export type ProviderId = "GLOBAL_PAYMENTS" | "FLITT" | "PAYMENT_FLOW" | "MERCHANT_DASHBOARD";

export type Pricing = "TAX_INCLUSIVE" | "TAX_EXCLUSIVE";

export type KeyState = "READY" | "SESSION_ONLY" | "MISSING" | "LOCKED" | "TIMED_OUT" | "NO_STORE" | "FAILED";

export type TextLimits = { 
/**
 * How much of the staff's reference goes to the provider; the sale keeps it whole.
 */
reference: number, 
/**
 * The shop's name.
 */
name: number, 
/**
 * What the customer pays for.
 */
description: number, 
/**
 * The note that only staff see.
 */
staffNote: number, 
/**
 * The customer's e-mail address.
 */
customerEmail: number, 
/**
 * A customer's name.
 */
customerName: number, 
/**
 * A customer's telephone number.
 */
customerPhone: number, };

export type Region = "GLOBAL" | "EU" | "CUSTOM";

export type DaySpan = { 
/**
 * At least.
 */
least: number, 
/**
 * At most.
 */
most: number, };

export type Changes = "NONE" | "ALL" | "ALL_BUT_AMOUNT";

export type KeyWarning = "PUBLISHABLE";

export type CanDo = { 
/**
 * Links can be ended before their time.
 */
cancel: boolean, 
/**
 * Links end by themselves; one that does not stays payable until it is paid or cancelled.
 */
linksEnd: boolean, 
/**
 * Payments can be refunded by the till; where they can't, it is done in the provider's dashboard.
 */
refund: boolean, 
/**
 * What of a link can be changed.
 */
change: Changes, 
/**
 * Links can be for an amount that staff type; where they can't, they are for products alone.
 */
freeAmount: boolean, 
/**
 * The provider tells what a customer will see of a link.
 */
preview: boolean, 
/**
 * The owner may say whether tax is within the prices, and how addresses of pay pages are made.
 */
ownPayPages: boolean, 
/**
 * The provider has no host of its own: the owner must name the account's.
 */
needsHost: boolean, 
/**
 * The key is a person's session in the provider's dashboard, which ends by itself.
 */
sessionKey: boolean, 
/**
 * How often one link can be paid at most; 1 where each can be paid once.
 */
mostUses: number, 
/**
 * Links can ask for an address and for what shipping costs.
 */
shipping: boolean, 
/**
 * Links can ask that money is only reserved.
 */
reservations: boolean, 
/**
 * Links can confirm a card without taking money.
 */
cardChecks: boolean, 
/**
 * Links can begin subscriptions.
 */
subscriptions: boolean, 
/**
 * The provider's reports can be read with a key of their own.
 */
reports: boolean, 
/**
 * There is a key for payouts.
 */
payoutKey: boolean, 
/**
 * The provider signs its messages to the shop's own server with a secret of their own.
 */
webhookSecret: boolean, 
/**
 * Only the owner can tell on which host customers pay.
 */
confirmsPayHost: boolean, 
/**
 * The provider keeps the shop's customers.
 */
customers: boolean, 
/**
 * How many days a refund takes to reach the customer, where the provider says so.
 */
refundTakes: DaySpan | null, 
/**
 * Links can tell the provider the customer's e-mail address.
 */
customerEmail: boolean, 
/**
 * The languages that the page where customers pay can be asked for, by their ISO 639-1 codes.
 */
pageLanguages: Array<string>, 
/**
 * Part of a payment can be refunded.
 */
partialRefund: boolean, 
/**
 * Part of a reservation can be captured.
 */
partialCapture: boolean, };

export type AccountHealth = { "kind": "GOOD" } | { "kind": "RESTING", 
/**
 * When.
 */
until: string, } | { "kind": "ASKED_TO_WAIT", 
/**
 * Until when.
 */
until: string, } | { "kind": "KEYS_REFUSED" };

export type AccountView = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its provider.
 */
provider: ProviderId, 
/**
 * The owner's name for it.
 */
name: string, 
/**
 * Live, sandbox or practice.
 */
environment: Environment, 
/**
 * The host that the till talks to.
 */
host: string, 
/**
 * What it offers, the first one first.
 */
currencies: Array<Currency>, 
/**
 * The merchant's country, ISO 3166-1 alpha-2.
 */
country: string, 
/**
 * What customers pay for when staff say nothing.
 */
description: string, 
/**
 * What the keychain says of its key.
 */
key: KeyState, 
/**
 * At most the first 7 and the last 4 characters of what names the keys at the provider.
 */
keyId: string, 
/**
 * The same of what names the key of the provider's reports; empty for none.
 */
reportsId: string, 
/**
 * Which of the provider's hosts; `None` for the practice provider on this computer.
 */
region: Region | null, 
/**
 * True where a root certificate beside the public ones is trusted: said on every screen.
 */
extraRoot: boolean, 
/**
 * The merchant for whom a partner's key speaks; empty for none.
 */
merchant: string, 
/**
 * The provider's account that makes links, as the owner named it; empty for the only one that may.
 */
linkAccount: string, 
/**
 * The provider's account that refunds, as the owner named it; empty where the owner left it open.
 */
paymentAccount: string, 
/**
 * Those of the currencies that the provider may count in other minor units, and that the owner allowed.
 */
allowedDisputed: Array<string>, 
/**
 * The shop's page that a customer may be sent to after paying; empty for none.
 */
returnPage: string, 
/**
 * The host of the pages where customers pay, as the owner confirmed it; empty where nobody had to.
 */
payHost: string, 
/**
 * How addresses of pay pages are made where the provider does not give them, with `{uuid}` for the link's id; empty
 * for its usual way.
 */
payPage: string, 
/**
 * Whether tax is within the prices or on top of them; `None` leaves it to the provider.
 */
pricing: Pricing | null, 
/**
 * What the owner should know of the key, although it works.
 */
keyWarning: KeyWarning | null, 
/**
 * What the provider can do.
 */
can: CanDo, 
/**
 * How the provider is at the moment.
 */
health: AccountHealth, 
/**
 * When the provider last gave a good answer.
 */
lastGoodCall: string | null, 
/**
 * How much text fits.
 */
limits: TextLimits, };

export type StaffView = { 
/**
 * Their id.
 */
id: string, 
/**
 * Their name; empty for the owner, whom the page names.
 */
name: string, };

export type TillState = { 
/**
 * The program's version.
 */
version: string, 
/**
 * Empty until the first start is done.
 */
shopName: string, 
/**
 * Every account in use.
 */
accounts: Array<AccountView>, 
/**
 * The account that takes the next payment.
 */
activeAccount: string | null, 
/**
 * Who is at the till.
 */
staff: StaffView, 
/**
 * How long a link at the counter is payable, in seconds.
 */
counterPayableFor: number, 
/**
 * How long a link that is sent is payable, in seconds.
 */
sentPayableFor: number, };

export type Mark = { 
/**
 * 0 to 7.
 */
colour: number, 
/**
 * 0 to 63.
 */
word: number, };

export type About = "LINK" | "PAYMENT" | "REFUND" | "CAPTURE" | "RELEASE";

export type HoldEndKind = "CAPTURE" | "RELEASE";

export type SaleState = { "kind": "MAKING" } | { "kind": "NOT_SENT" } | { "kind": "CONFIRM_TOTAL", 
/**
 * What it asks for.
 */
total: Money, } | { "kind": "WAITING", 
/**
 * When the provider says that it ends.
 */
expiresAt: string | null, } | { "kind": "PAYING" } | { "kind": "NOT_SURE", 
/**
 * What.
 */
about: About, } | { "kind": "NEEDS_PERSON", 
/**
 * What.
 */
about: About, } | { "kind": "CARD_REFUSED", 
/**
 * When the provider says that it ends.
 */
expiresAt: string | null, } | { "kind": "PAYMENT_FAILED" } | { "kind": "CANCELLING" } | { "kind": "RESERVED" } | { "kind": "HOLD_ENDING", 
/**
 * Which.
 */
how: HoldEndKind, 
/**
 * How much.
 */
amount: Money, } | { "kind": "RELEASED", 
/**
 * How much had been reserved.
 */
amount: Money, } | { "kind": "COLLECTING", 
/**
 * How many times it was paid.
 */
times: number, 
/**
 * How many times it can be paid at most.
 */
limit: number, 
/**
 * What came in all, less what went back of it.
 */
paid: Money, 
/**
 * When the provider says that it ends.
 */
expiresAt: string | null, } | { "kind": "PAID", 
/**
 * When.
 */
at: string, 
/**
 * How much.
 */
paid: Money, 
/**
 * Its mark.
 */
mark: Mark, } | { "kind": "PAID_LATE", 
/**
 * When.
 */
at: string, 
/**
 * How much.
 */
paid: Money, 
/**
 * Its mark.
 */
mark: Mark, } | { "kind": "PAID_AFTER_CANCEL", 
/**
 * When.
 */
at: string, 
/**
 * How much.
 */
paid: Money, 
/**
 * Its mark.
 */
mark: Mark, } | { "kind": "PAID_TWICE", 
/**
 * In all.
 */
paid: Money, } | { "kind": "PAID_DIFFERENT_AMOUNT", 
/**
 * What came.
 */
paid: Money, } | { "kind": "CARD_CONFIRMED", 
/**
 * When.
 */
at: string, } | { "kind": "EXPIRED" } | { "kind": "CLOSED" } | { "kind": "LINK_REFUSED", 
/**
 * Why.
 */
error: TillError, } | { "kind": "REFUND_RUNNING", 
/**
 * How much.
 */
amount: Money, } | { "kind": "PARTLY_REFUNDED", 
/**
 * How much.
 */
refunded: Money, 
/**
 * Of how much.
 */
paid: Money, } | { "kind": "REFUNDED", 
/**
 * How much.
 */
refunded: Money, };

export type Period = "DAY" | "WEEK" | "MONTH";

export type Schedule = { 
/**
 * How much each later charge is of.
 */
each: Money, 
/**
 * How many periods lie between two charges.
 */
every: number, 
/**
 * The period.
 */
period: Period, 
/**
 * The day of the first later charge.
 */
startsOn: string, 
/**
 * How many later charges there are.
 */
times: number, };

export type LinkKind = { "kind": "PAYMENT" } | { "kind": "RESERVATION" } | { "kind": "CARD_CHECK" } | { "kind": "SUBSCRIPTION" } & Schedule;

export type LinkKindForm = { "kind": "PAYMENT" } | { "kind": "RESERVATION" } | { "kind": "CARD_CHECK" } | { "kind": "SUBSCRIPTION", 
/**
 * How much each later charge is of, minor units of the sale's currency as text.
 */
eachMinor: string, 
/**
 * How many periods lie between two charges.
 */
every: number, 
/**
 * The period.
 */
period: Period, 
/**
 * The day of the first later charge, `2026-11-21`.
 */
startsOn: string, 
/**
 * How many later charges there are.
 */
times: number, };

export type LinkWish = "CANCEL" | "CHANGE";

export type LinkView = { 
/**
 * Its id.
 */
id: string, 
/**
 * Exactly what the provider gave: the only text that is shown, encoded and copied.
 */
url: string, 
/**
 * The host of the page that opens.
 */
host: string, 
/**
 * When the provider says that it ends.
 */
expiresAt: string | null, 
/**
 * False once the provider says that it is over.
 */
payable: boolean, 
/**
 * What staff want of it and the provider has not shown yet.
 */
wish: LinkWish | null, 
/**
 * Why the provider refused the last wish.
 */
wishError: TillError | null, 
/**
 * True where it can be cancelled.
 */
canCancel: boolean, 
/**
 * True where it can be changed.
 */
canChange: boolean, 
/**
 * When the provider last told its state.
 */
lastChecked: string | null, 
/**
 * Since when the provider can't be reached, or does not tell how it stands.
 */
cannotCheckSince: string | null, 
/**
 * True where the provider answers, and does not tell how it stands: it may know no such link any more.
 */
lookRefused: boolean, };

export type BasketLineView = { 
/**
 * The product's id; it may be gone from the list.
 */
product: string, 
/**
 * Its name.
 */
name: string, 
/**
 * How many pieces.
 */
quantity: number, 
/**
 * The price of one piece.
 */
unit: Money, 
/**
 * The price of all of them.
 */
total: Money, };

export type BasketView = { 
/**
 * The products.
 */
lines: Array<BasketLineView>, 
/**
 * What staff typed beside them; `None` for nothing.
 */
free: Money | null, 
/**
 * What all of it came to. What the customer is asked for differs where the provider counts otherwise, with tax for
 * example, and staff took its sum; or where staff changed the link since.
 */
sum: Money, };

export type RefundsAt = "TILL" | "DASHBOARD";

export type SubscriptionState = "CHARGING" | "STOPPING" | "STOPPED" | "RESUMING" | "OVER";

export type SubscriptionView = { 
/**
 * When it charges, and how much.
 */
schedule: Schedule, 
/**
 * Whether it charges.
 */
state: SubscriptionState, 
/**
 * Why the provider refused to stop it, or to have it charge again.
 */
error: TillError | null, };

export type CardView = { 
/**
 * `VISA`, `MASTERCARD`, …
 */
brand: string, 
/**
 * Four digits.
 */
lastFour: string, };

export type RefundReason = "CUSTOMER_ASKED" | "PAID_TWICE" | "WRONG_AMOUNT" | "FRAUD" | "OTHER";

export type RefundState = "RUNNING" | "NOT_SENT" | "NOT_SURE" | "NEEDS_PERSON" | "DONE" | "REFUSED" | "NOT_MADE" | "FAILED_LATE";

export type RefundView = { 
/**
 * Its id.
 */
id: string, 
/**
 * The press of the button that started it.
 */
press: string, 
/**
 * How much.
 */
amount: Money, 
/**
 * How far it is.
 */
state: RefundState, 
/**
 * Why.
 */
reason: RefundReason, 
/**
 * What staff wrote beside it.
 */
note: string, 
/**
 * When it was started.
 */
madeAt: string, 
/**
 * Who started it.
 */
madeBy: string, 
/**
 * Who approved it at the till; `None` where nobody had to.
 */
approvedBy: string | null, 
/**
 * Why the provider refused it, or refuses to tell what became of it.
 */
error: TillError | null, };

export type HoldEndView = { 
/**
 * Its id.
 */
id: string, 
/**
 * The press of the button that started it.
 */
press: string, 
/**
 * Capture or release.
 */
kind: HoldEndKind, 
/**
 * How much.
 */
amount: Money, 
/**
 * How far it is.
 */
state: RefundState, 
/**
 * When it was started.
 */
madeAt: string, 
/**
 * Who started it.
 */
madeBy: string, 
/**
 * Why the provider refused it, or refuses to tell what became of it.
 */
error: TillError | null, };

export type PaymentView = { 
/**
 * Its id.
 */
id: string, 
/**
 * The provider's id of it.
 */
providerId: string, 
/**
 * The account that took it.
 */
accountId: string, 
/**
 * The owner's name for it.
 */
accountName: string, 
/**
 * Where it is refunded.
 */
refundsAt: RefundsAt, 
/**
 * How much.
 */
amount: Money, 
/**
 * When.
 */
at: string, 
/**
 * The card, as far as the till may know it.
 */
card: CardView | null, 
/**
 * True where the money is there, or was before it went back.
 */
paid: boolean, 
/**
 * True where it is authorised and not captured.
 */
reserved: boolean, 
/**
 * True where it can be captured or released now.
 */
canEndHold: boolean, 
/**
 * This till's captures and releases of it, oldest first.
 */
holdEnds: Array<HoldEndView>, 
/**
 * What surely went back.
 */
refunded: Money, 
/**
 * What is reserved by refunds whose end is not known.
 */
onItsWay: Money, 
/**
 * What may still go back.
 */
left: Money, 
/**
 * This till's refunds of it, oldest first.
 */
refunds: Array<RefundView>, };

export type TimelineWhat = { "kind": "SALE_STARTED" } | { "kind": "CUSTOMER_CHOSEN", 
/**
 * False where it is for none of them any more.
 */
chosen: boolean, } | { "kind": "TRIED_WITH", 
/**
 * The owner's name for it.
 */
account: string, } | { "kind": "LINK_ASKED" } | { "kind": "LINK_MADE" } | { "kind": "LINK_MADE_FOR_ANOTHER_TOTAL", 
/**
 * What it asks for.
 */
total: Money, } | { "kind": "TOTAL_TAKEN" } | { "kind": "TOTAL_DECLINED" } | { "kind": "LINK_NOT_SENT" } | { "kind": "LINK_UNCLEAR" } | { "kind": "LINK_REFUSED" } | { "kind": "LINK_EXPIRED" } | { "kind": "LINK_CLOSED" } | { "kind": "LINK_SHARED", 
/**
 * How.
 */
way: ShareWay, } | { "kind": "CANCEL_ASKED" } | { "kind": "CHANGE_ASKED", 
/**
 * What it shall ask for.
 */
amount: Money, } | { "kind": "LINK_CHANGED" } | { "kind": "WISH_REFUSED" } | { "kind": "CHARGES_ASKED", 
/**
 * True where they stopped it.
 */
stop: boolean, } | { "kind": "CHARGES_SET", 
/**
 * True where it is stopped.
 */
stopped: boolean, } | { "kind": "CHARGES_REFUSED" } | { "kind": "CARD_CONFIRMED" } | { "kind": "HOLD_END_STARTED", 
/**
 * Which.
 */
how: HoldEndKind, 
/**
 * How much.
 */
amount: Money, } | { "kind": "HOLD_END_DONE", 
/**
 * Which.
 */
how: HoldEndKind, 
/**
 * How much.
 */
amount: Money, } | { "kind": "HOLD_END_NOT_SENT", 
/**
 * Which.
 */
how: HoldEndKind, } | { "kind": "HOLD_END_UNCLEAR", 
/**
 * Which.
 */
how: HoldEndKind, } | { "kind": "HOLD_END_NOT_DONE", 
/**
 * Which.
 */
how: HoldEndKind, } | { "kind": "PERSON_DECIDED", 
/**
 * True where they found that it was made.
 */
made: boolean, } | { "kind": "CARD_REFUSED" } | { "kind": "PAYING" } | { "kind": "PAYMENT_RESERVED", 
/**
 * How much.
 */
amount: Money, } | { "kind": "PAID", 
/**
 * How much.
 */
amount: Money, } | { "kind": "REFUND_STARTED", 
/**
 * How much.
 */
amount: Money, 
/**
 * Who approved it at the till; `None` where nobody had to.
 */
approvedBy: string | null, } | { "kind": "REFUND_ACCEPTED", 
/**
 * How much.
 */
amount: Money, } | { "kind": "REFUND_NOT_SENT", 
/**
 * How much.
 */
amount: Money, } | { "kind": "REFUND_UNCLEAR", 
/**
 * How much.
 */
amount: Money, } | { "kind": "REFUND_REFUSED", 
/**
 * How much.
 */
amount: Money, } | { "kind": "REFUND_NOT_MADE", 
/**
 * How much.
 */
amount: Money, } | { "kind": "REFUND_ELSEWHERE", 
/**
 * How much.
 */
amount: Money, };

export type TimelineEntry = { 
/**
 * When.
 */
at: string, 
/**
 * Who, where it was a person.
 */
by: string | null, 
/**
 * What.
 */
what: TimelineWhat, };

export type IdKind = "SALE" | "REFERENCE" | "LINK" | "PAYMENT" | "REFUND";

export type SaleIdView = { 
/**
 * What it is the name of.
 */
kind: IdKind, 
/**
 * The name.
 */
id: string, };

export type SaidAbout = "LINK" | "PAYMENT" | "REFUND" | "HOLD_END";

export type ProviderSaid = { 
/**
 * When the till wrote it down.
 */
at: string, 
/**
 * About what.
 */
about: SaidAbout, 
/**
 * Its words, untranslated.
 */
said: string, };

export type OtherAccount = { 
/**
 * Its id.
 */
id: string, 
/**
 * The owner's name for it.
 */
name: string, };

export type EarlierLinkState = "NEVER_MADE" | "WATCHED" | "OVER" | "PAID";

export type EarlierLink = { 
/**
 * The owner's name for the account that it was asked of.
 */
accountName: string, 
/**
 * How it stands.
 */
state: EarlierLinkState, };

export type SaleRow = { 
/**
 * Its id.
 */
id: string, 
/**
 * When it was made.
 */
at: string, 
/**
 * What the customer was asked for, without shipping.
 */
amount: Money, 
/**
 * What shipping costs on top; `None` where nothing is shipped.
 */
shipping: Money | null, 
/**
 * How many times the link can be paid at most; `None` for once.
 */
useLimit: number | null, 
/**
 * What the link is for.
 */
kind: LinkKind, 
/**
 * What the customer pays for.
 */
whatFor: string, 
/**
 * The staff's own reference.
 */
reference: string, 
/**
 * The note that only staff see.
 */
staffNote: string, 
/**
 * The customer's e-mail address, but not whole: a list is read over many shoulders. Empty for none.
 */
maskedEmail: string, 
/**
 * Who made it.
 */
madeBy: string, 
/**
 * Their id.
 */
madeById: string, 
/**
 * Live, sandbox or practice.
 */
environment: Environment, 
/**
 * What it is to staff.
 */
state: SaleState, };

export type SaleView = { 
/**
 * The account that takes the money.
 */
accountId: string, 
/**
 * The owner's name for it.
 */
accountName: string, 
/**
 * The shop's name, as the payer sees it.
 */
name: string, 
/**
 * The customer's e-mail address; empty for none.
 */
customerEmail: string, 
/**
 * Which of the shop's customers it is for, by the provider's id; empty for none.
 */
customerId: string, 
/**
 * The language of the page where the customer pays, `ka`; empty where that is left to the provider.
 */
pageLanguage: string, 
/**
 * The reference that the provider sees.
 */
ourReference: string, 
/**
 * The press of the button that made the link; the same press tries the same intent again.
 */
press: string, 
/**
 * The link, once its address is in the book.
 */
link: LinkView | null, 
/**
 * The products that it is for; `None` where staff chose none.
 */
basket: BasketView | null, 
/**
 * True where the provider tells what a customer sees of the link.
 */
canPreview: boolean, 
/**
 * The subscription that it began; `None` where it began none, or none yet.
 */
subscription: SubscriptionView | null, 
/**
 * What the customer sees of it.
 */
customer: CustomerPage, 
/**
 * The accounts that it can be taken to now: none while a customer can pay its link, or where money came.
 */
tryWith: Array<OtherAccount>, 
/**
 * The links whose place `link` took, oldest first.
 */
earlierLinks: Array<EarlierLink>, 
/**
 * Every payment, oldest first.
 */
payments: Array<PaymentView>, 
/**
 * What happened, oldest first.
 */
timeline: Array<TimelineEntry>, 
/**
 * The names by which it and its payments are known, here and at the provider.
 */
ids: Array<SaleIdView>, 
/**
 * What the provider said, in its own words as far as the book has them, oldest first.
 */
said: Array<ProviderSaid>, 
/**
 * Its id.
 */
id: string, 
/**
 * When it was made.
 */
at: string, 
/**
 * What the customer was asked for, without shipping.
 */
amount: Money, 
/**
 * What shipping costs on top; `None` where nothing is shipped.
 */
shipping: Money | null, 
/**
 * How many times the link can be paid at most; `None` for once.
 */
useLimit: number | null, 
/**
 * What the link is for.
 */
kind: LinkKind, 
/**
 * What the customer pays for.
 */
whatFor: string, 
/**
 * The staff's own reference.
 */
reference: string, 
/**
 * The note that only staff see.
 */
staffNote: string, 
/**
 * The customer's e-mail address, but not whole: a list is read over many shoulders. Empty for none.
 */
maskedEmail: string, 
/**
 * Who made it.
 */
madeBy: string, 
/**
 * Their id.
 */
madeById: string, 
/**
 * Live, sandbox or practice.
 */
environment: Environment, 
/**
 * What it is to staff.
 */
state: SaleState, };

export type NewSaleForm = { 
/**
 * A random UUID for each press of the button: the same press never makes a second link.
 */
press: string, 
/**
 * The account that takes the money.
 */
account: string, 
/**
 * Minor units as text.
 */
amountMinor: string, 
/**
 * ISO 4217.
 */
currency: string, 
/**
 * The staff's own reference.
 */
reference: string, 
/**
 * The shop's name, as the payer sees it.
 */
name: string, 
/**
 * What the customer pays for.
 */
description: string, 
/**
 * A note that only staff see; may be empty.
 */
staffNote: string, 
/**
 * How long the link is payable, in seconds. It counts for nothing where links have no end.
 */
payableFor: number, 
/**
 * How many times the link can be paid at most, 2 to 1000; `None` for once.
 */
useLimit: number | null, 
/**
 * What shipping costs on top, minor units as text; `None` where nothing is shipped.
 */
shippingMinor: string | null, 
/**
 * What the link is for.
 */
kind: LinkKindForm, 
/**
 * The customer's e-mail address; empty for none.
 */
customerEmail: string, 
/**
 * The language of the page where the customer pays, one of `CanDo.pageLanguages`; empty leaves it to the provider.
 */
pageLanguage: string, 
/**
 * Which of the shop's customers it is for, by the provider's id; empty for none.
 */
customer: string, 
/**
 * The products that it is for, each once; then the amount is what staff typed beside them, and may be empty.
 */
lines: Array<BasketLineForm>, };

export type BasketLineForm = { 
/**
 * The product's id.
 */
product: string, 
/**
 * How many pieces, 1 to 999.
 */
quantity: number, 
/**
 * The price of one piece as it was shown, minor units of the sale's currency as text.
 */
unitMinor: string, };

export type TotalForm = { 
/**
 * The sale.
 */
sale: string, 
/**
 * The sum that was shown, minor units of the sale's currency as text.
 */
totalMinor: string, 
/**
 * True where they take it.
 */
take: boolean, };

export type ChangeForm = { 
/**
 * The sale.
 */
sale: string, 
/**
 * Minor units of the sale's currency, as text.
 */
amountMinor: string, 
/**
 * What the customer pays for.
 */
description: string, 
/**
 * How long from now the link is payable, in seconds; `None` leaves its end as it is.
 */
payableFor: number | null, 
/**
 * How many times the link can be paid at most, 2 to 1000; `None` for once.
 */
useLimit: number | null, 
/**
 * What shipping costs on top, minor units as text; `None` where nothing is shipped.
 */
shippingMinor: string | null, };

export type RefundForm = { 
/**
 * A random UUID for each press of the button: the same press never makes a second refund.
 */
press: string, 
/**
 * The payment.
 */
payment: string, 
/**
 * Minor units of the payment's currency, as text.
 */
amountMinor: string, 
/**
 * Why.
 */
reason: RefundReason, 
/**
 * What staff write beside it; needed where the reason is another one.
 */
note: string, };

export type HoldEndForm = { 
/**
 * A random UUID for each press of the button: the same press never does it twice.
 */
press: string, 
/**
 * The reserved payment.
 */
payment: string, 
/**
 * Capture or release.
 */
kind: HoldEndKind, 
/**
 * How much is captured, minor units of the payment's currency as text; the whole reservation where it is released.
 */
amountMinor: string, };

export type Candidate = { 
/**
 * The provider's id.
 */
providerId: string, 
/**
 * How much.
 */
amount: Money, 
/**
 * When, by the provider's clock.
 */
at: string | null, 
/**
 * True where it is of exactly the amount in question and not older than its first request.
 */
fits: boolean, 
/**
 * True where the book knows it as another refund already.
 */
known: boolean, 
/**
 * False where the provider says that it failed.
 */
stands: boolean, };

export type RefundTotal = { 
/**
 * What the provider shows.
 */
atProvider: Money, 
/**
 * What of it the book knows: what this till refunded, and what was refunded elsewhere.
 */
inBook: Money, 
/**
 * True where the rest is enough for the refund in question to be part of it.
 */
fits: boolean, };

export type PersonCase = { 
/**
 * The refund, capture or release in question.
 */
subject: string, 
/**
 * Which of them.
 */
about: About, 
/**
 * How much.
 */
amount: Money, 
/**
 * When staff asked for it.
 */
askedAt: string, 
/**
 * Who asked for it; empty for the owner, whom the page names.
 */
askedBy: string, 
/**
 * When the last request that may have arrived left.
 */
lastSent: string | null, 
/**
 * The provider's id of the payment: what to search for in the provider's own records.
 */
payment: string, 
/**
 * The reference that the provider sees.
 */
ourReference: string, 
/**
 * Every refund of this payment that the provider shows; empty for a capture or a release.
 */
candidates: Array<Candidate>, 
/**
 * What went back in all, where the provider shows only that and none of its refunds by itself.
 */
total: RefundTotal | null, 
/**
 * True where the provider was asked, and has no way to tell.
 */
untold: boolean, 
/**
 * When the provider showed it.
 */
lookedAt: string | null, 
/**
 * Why the provider could not be asked.
 */
cannotLook: TillError | null, 
/**
 * True where it may be decided that nothing was made: long enough has passed since the last request.
 */
mayDecideNone: boolean, };

export type Found = { "kind": "MADE", 
/**
 * Which one of those shown; `None` where the provider's own records show it and the till can't.
 */
providerId: string | null, } | { "kind": "NOTHING" };

export type Decision = { 
/**
 * The refund, capture or release in question.
 */
subject: string, 
/**
 * What they found in the provider's own records.
 */
found: Found, };

export type ConnectedEnvironment = "LIVE" | "SANDBOX" | "PRACTICE";

export type ConnectForm = { 
/**
 * The provider.
 */
provider: ProviderId, 
/**
 * Live or sandbox.
 */
environment: ConnectedEnvironment, 
/**
 * The owner's name for the account.
 */
name: string, 
/**
 * What names the keys at the provider; empty where they bear their own name.
 */
keyId: string, 
/**
 * The key that takes payments and refunds them.
 */
key: string, 
/**
 * The key that signs payouts; empty for none.
 */
payoutKey: string, 
/**
 * What names the key of the provider's reports; empty for none.
 */
reportsId: string, 
/**
 * The key of the provider's reports; empty for none.
 */
reportsKey: string, 
/**
 * The secret that the provider signs its messages with; empty for none.
 */
webhookSecret: string, 
/**
 * The host of the pages where customers pay, where the owner must confirm it; empty to be told which ones there are.
 */
payHost: string, 
/**
 * How addresses of pay pages are made where the provider does not give them, with `{uuid}` for the link's id; empty
 * for its usual way.
 */
payPage: string, 
/**
 * Whether tax is within the prices or on top of them; `None` leaves it to the provider.
 */
pricing: Pricing | null, 
/**
 * The merchant's country, ISO 3166-1 alpha-2.
 */
country: string, 
/**
 * What the account offers, ISO 4217, the first one first.
 */
currencies: Array<string>, 
/**
 * Those of the currencies that the provider may count in other minor units, and that the owner allows all the same.
 */
allowedDisputed: Array<string>, 
/**
 * What customers pay for when staff say nothing.
 */
description: string, 
/**
 * Which of the provider's hosts. A practice account is always at a custom one here.
 */
region: Region, 
/**
 * The address of the API where the owner names the host; empty otherwise.
 */
apiBase: string, 
/**
 * A root certificate to trust beside the public ones, PEM text; empty for none. Never with live money.
 */
extraRoot: string, 
/**
 * The merchant for whom a partner's key speaks; empty for none.
 */
merchant: string, 
/**
 * The provider's account that makes links; empty to take the only one that may.
 */
linkAccount: string, 
/**
 * The provider's account that refunds, which must be one that may; empty to leave it open.
 */
paymentAccount: string, 
/**
 * The shop's page that a customer may be sent to after paying; empty for none.
 */
returnPage: string, 
/**
 * True to keep the key until the till is closed, on a computer without a keychain.
 */
sessionOnly: boolean, };

export type KeyKind = "MAIN" | "PAYOUT" | "REPORTS" | "WEBHOOK";

export type NewKeyForm = { 
/**
 * The account.
 */
account: string, 
/**
 * Which of its keys.
 */
which: KeyKind, 
/**
 * What names the key of the reports, where that one is replaced; empty otherwise, or for none.
 */
reportsId: string, 
/**
 * The key; empty to do without one of those that an account need not have.
 */
key: string, 
/**
 * True to keep the key until the till is closed, on a computer without a keychain.
 */
sessionOnly: boolean, };

export type AccountChange = { 
/**
 * The account.
 */
account: string, 
/**
 * The owner's name for it.
 */
name: string, 
/**
 * The merchant's country, ISO 3166-1 alpha-2.
 */
country: string, 
/**
 * What the account offers, ISO 4217, the first one first.
 */
currencies: Array<string>, 
/**
 * Those of the currencies that the provider may count in other minor units, and that the owner allows all the same.
 */
allowedDisputed: Array<string>, 
/**
 * What customers pay for when staff say nothing.
 */
description: string, 
/**
 * The provider's account that makes links; empty to take the only one that may.
 */
linkAccount: string, 
/**
 * The provider's account that refunds, which must be one that may; empty to leave it open.
 */
paymentAccount: string, 
/**
 * The shop's page that a customer may be sent to after paying; empty for none.
 */
returnPage: string, 
/**
 * The host of the pages where customers pay, where the owner must confirm it; empty otherwise.
 */
payHost: string, 
/**
 * How addresses of pay pages are made where the provider does not give them, with `{uuid}` for the link's id; empty
 * for its usual way.
 */
payPage: string, 
/**
 * Whether tax is within the prices or on top of them; `None` leaves it to the provider.
 */
pricing: Pricing | null, };

export type RightName = "MAKE_LINKS" | "SEE_LINKS" | "LIST_LINKS" | "ALTER_LINKS" | "SEE_PAYMENTS" | "LIST_PAYMENTS" | "REFUND" | "CAPTURE" | "RELEASE";

export type HeldRight = { 
/**
 * Which.
 */
right: RightName, 
/**
 * True where they do.
 */
held: boolean, };

export type ConnectionReport = { 
/**
 * The merchant's name at the provider.
 */
merchantName: string, 
/**
 * The provider's account that makes links.
 */
linkAccount: string | null, 
/**
 * The provider's account that refunds; `None` where none may, or where several may and the owner named none of them.
 */
paymentAccount: string | null, 
/**
 * Every account that may make links.
 */
linkAccounts: Array<string>, 
/**
 * Every account that may refund.
 */
paymentAccounts: Array<string>, 
/**
 * The hosts of the pay pages that the provider's links lead to.
 */
payHosts: Array<string>, 
/**
 * True where the owner must say which of several makes links.
 */
needsChoice: boolean, 
/**
 * Everything that a till can use, and whether the keys may do it.
 */
rights: Array<HeldRight>, };

export type NotificationSays = "APPROVED" | "NOT_APPROVED" | "REFUND" | "OTHER" | "OTHER_MERCHANT" | "NOT_GENUINE" | "UNREADABLE";

export type NotificationSigner = "MAIN" | "PAYOUT" | "WEBHOOK";

export type NotificationVerdict = { 
/**
 * What it is.
 */
verdict: NotificationSays, 
/**
 * Which of the account's keys signed it.
 */
key: NotificationSigner | null, 
/**
 * The order that it is about; empty where it is not genuine.
 */
orderId: string, 
/**
 * The state that it names, in the provider's word.
 */
orderStatus: string, 
/**
 * True where it is older than the provider lets a message become: it may be a copy.
 */
old: boolean, 
/**
 * What was asked for the order, or of a refund all that went back by then.
 */
amount: Money | null, 
/**
 * The sale whose link that order is, where the book has it.
 */
sale: string | null, };

export type DecimalMark = "POINT" | "COMMA";

export type AmountReading = { "kind": "READ", 
/**
 * The amount.
 */
amount: Money, } | { "kind": "ASK", 
/**
 * The possible readings, the reader's own notation first.
 */
readings: Array<Money>, };

export type SaleFilter = "ALL" | "OPEN" | "PAID" | "REFUNDED" | "NEEDS_PERSON";

export type SaleDays = { 
/**
 * The first moment of it.
 */
from: string, 
/**
 * The first moment after it.
 */
to: string, };

export type SaleQuery = { 
/**
 * Words, figures or an amount; may be empty.
 */
text: string, 
/**
 * Which.
 */
filter: SaleFilter, 
/**
 * Only those begun then; `None` for any day.
 */
days: SaleDays | null, 
/**
 * Only those that who asks began.
 */
mine: boolean, 
/**
 * Only those of this account; `None` for those of every account of the environment.
 */
account: string | null, 
/**
 * The id of the last sale of the page before.
 */
before: string | null, 
/**
 * At most this many, up to 200.
 */
limit: number, };

export type CustomerQuery = { 
/**
 * The account whose provider keeps them.
 */
account: string, 
/**
 * The whole e-mail address of the one that is looked for; empty for all.
 */
email: string, 
/**
 * The provider's id of the last one of the page before; empty for the first page.
 */
after: string, };

export type CustomerRow = { 
/**
 * The provider's id.
 */
id: string, 
/**
 * Their name; may be empty.
 */
name: string, 
/**
 * Their e-mail address, but not whole.
 */
maskedEmail: string, 
/**
 * Their telephone number, but not whole; empty for none.
 */
maskedPhone: string, };

export type CustomerList = { 
/**
 * They.
 */
customers: Array<CustomerRow>, 
/**
 * What to ask for the next page with; `None` where this was the last one.
 */
moreAfter: string | null, };

export type CustomerCard = { 
/**
 * Their e-mail address.
 */
email: string, 
/**
 * Their telephone number; empty for none.
 */
phone: string, 
/**
 * The provider's id.
 */
id: string, 
/**
 * Their name; may be empty.
 */
name: string, 
/**
 * Their e-mail address, but not whole.
 */
maskedEmail: string, 
/**
 * Their telephone number, but not whole; empty for none.
 */
maskedPhone: string, };

export type CustomerForm = { 
/**
 * A random UUID for each press of the button: the same press never makes a second customer.
 */
press: string, 
/**
 * The account whose provider keeps them.
 */
account: string, 
/**
 * The provider's id of the one to change; empty for a new one.
 */
id: string, 
/**
 * Their e-mail address.
 */
email: string, 
/**
 * Their name; may be empty.
 */
name: string, 
/**
 * Their telephone number; may be empty.
 */
phone: string, };

export type DayTotals = { 
/**
 * How many sales were paid.
 */
count: number, 
/**
 * What was paid less what went back, a sum for each currency.
 */
totals: Array<Money>, };

export type CopiedLink = { 
/**
 * The address.
 */
url: string, 
/**
 * The host of the page that opens.
 */
host: string, };

export type PreviewLineView = { 
/**
 * Its name; empty where the provider does not say.
 */
name: string, 
/**
 * How many pieces.
 */
quantity: number, 
/**
 * What they cost; `None` where the provider does not say.
 */
total: Money | null, };

export type GoneReason = "EXPIRED" | "USED_UP" | "SWITCHED_OFF" | "UNTOLD";

export type CustomerCheck = { "kind": "PAGE", 
/**
 * The shop's name; empty where the provider does not say.
 */
shop: string, 
/**
 * The products.
 */
lines: Array<PreviewLineView>, 
/**
 * The tax; `None` where the provider does not say.
 */
tax: Money | null, 
/**
 * What the customer pays.
 */
total: Money, 
/**
 * True where that is what the sale asks for.
 */
asAsked: boolean, 
/**
 * When it was looked at.
 */
at: string, } | { "kind": "GONE", 
/**
 * Why.
 */
reason: GoneReason, 
/**
 * When it was looked at.
 */
at: string, };

export type PracticeTrouble = { "kind": "PAYS_AFTER", 
/**
 * How long after the link was made.
 */
seconds: number, } | { "kind": "PAYS_LATE" } | { "kind": "PAYS_AFTER_CANCEL" } | { "kind": "PAYS_TWICE" } | { "kind": "PAYS_ANOTHER_AMOUNT" } | { "kind": "DECLINES" } | { "kind": "DECLINES_THEN_PAYS" } | { "kind": "PAYS_SLOWLY" } | { "kind": "RESERVES" } | { "kind": "DROPS_ANSWER" } | { "kind": "ANSWERS_TWICE" } | { "kind": "FAILS_BEFORE_ACTING" } | { "kind": "FAILS_AFTER_ACTING" } | { "kind": "CAPTURE_HOLDS" } | { "kind": "DECLINES_REFUND" } | { "kind": "ENDS_SESSION" } | { "kind": "PRICE_CHANGES" } | { "kind": "EXPIRES_AT_ONCE" } | { "kind": "USED_UP" } | { "kind": "SWITCHED_OFF" };

export type TillEvent = { "kind": "SALE", 
/**
 * As it is now.
 */
sale: SaleView, } | { "kind": "TILL" } | { "kind": "DISPLAYS" } | { "kind": "SESSION" } | { "kind": "NEWS", 
/**
 * What.
 */
news: News, } | { "kind": "CLIPBOARD", 
/**
 * Its text; `None` where there is none, or too much to be an amount.
 */
text: string | null, } | { "kind": "SHOW", 
/**
 * Its id.
 */
sale: string, } | { "kind": "CLOSING", 
/**
 * How many.
 */
open: number, };

export type CustomerPage = { "kind": "IDLE", 
/**
 * The shop's name.
 */
shopName: string, 
/**
 * Of the active account; none before the first start is done.
 */
environment: Environment | null, } | { "kind": "PAY", 
/**
 * The shop's name.
 */
shopName: string, 
/**
 * Live, sandbox or practice.
 */
environment: Environment, 
/**
 * How much in all, with what shipping costs.
 */
amount: Money, 
/**
 * What for.
 */
whatFor: string, 
/**
 * What the link is for: the customer must know what becomes of the card.
 */
linkKind: LinkKind, 
/**
 * The link whose code is drawn.
 */
link: string, 
/**
 * The host of the page that opens.
 */
host: string, 
/**
 * When the provider says that the link ends; `None` for no end.
 */
endsAt: string | null, 
/**
 * True where a card was declined and the link is still good.
 */
cardRefused: boolean, } | { "kind": "PAYING", 
/**
 * The shop's name.
 */
shopName: string, 
/**
 * Live, sandbox or practice.
 */
environment: Environment, 
/**
 * How much.
 */
amount: Money, } | { "kind": "PAID", 
/**
 * The shop's name.
 */
shopName: string, 
/**
 * Live, sandbox or practice.
 */
environment: Environment, 
/**
 * How much.
 */
amount: Money, 
/**
 * When.
 */
at: string, 
/**
 * The same mark as the counter's.
 */
mark: Mark, } | { "kind": "CARD_CONFIRMED", 
/**
 * The shop's name.
 */
shopName: string, 
/**
 * Live, sandbox or practice.
 */
environment: Environment, } | { "kind": "OVER", 
/**
 * The shop's name.
 */
shopName: string, 
/**
 * Live, sandbox or practice.
 */
environment: Environment, };

export type Field = "AMOUNT" | "CURRENCY" | "REFERENCE" | "NAME" | "DESCRIPTION" | "STAFF_NOTE" | "CUSTOMER_EMAIL" | "PAGE_LANGUAGE" | "PAYABLE_FOR" | "REASON" | "NOTE" | "SHOP_NAME" | "ACCOUNT_NAME" | "KEY_ID" | "KEY" | "PAYOUT_KEY" | "WEBHOOK_SECRET" | "PAY_HOST" | "CUSTOMER_NAME" | "CUSTOMER_PHONE" | "REPORTS_ID" | "REPORTS_KEY" | "COUNTRY" | "CURRENCIES" | "API_BASE" | "EXTRA_ROOT" | "MERCHANT" | "LINK_ACCOUNT" | "PAYMENT_ACCOUNT" | "RETURN_PAGE" | "USE_LIMIT" | "SHIPPING" | "LINK_KIND" | "EACH_CHARGE" | "EVERY" | "STARTS_ON" | "TIMES" | "PRODUCTS" | "PRODUCT_NAME" | "CATEGORY" | "BARCODE" | "CATALOGUE_ID" | "PRICE" | "PAY_PAGE" | "STAFF_NAME" | "PIN" | "RECOVERY_CODE" | "REFUND_LIMIT" | "DAY_LIMIT" | "PIN_LIMIT" | "LOCK_AFTER" | "TIME_ZONE" | "DAY_END" | "COUNTER_LIFE" | "SENT_LIFE" | "SOUND_VOLUME" | "PAID_SCREEN" | "CLIPBOARD_KEYS";

export type AmountFault = "EMPTY" | "ZERO" | "NEGATIVE" | "TOO_LARGE" | "NOT_A_NUMBER" | "TOO_PRECISE";

export type Fault = "DNS" | "CONNECT" | "TLS" | "TOO_MANY_REQUESTS" | "SIGN_IN" | "HELD_UP";

export type Doubt = "TIMED_OUT" | "CONNECTION_LOST" | "PROVIDER_ERROR" | "UNREADABLE" | "DIFFERENT" | "REFUSED" | "SEEN_BEFORE" | "IN_WORK" | "REFUSED_LATER" | "INTERRUPTED";

export type Keychain = "SECRET_SERVICE" | "MACOS_KEYCHAIN" | "WINDOWS_CREDENTIAL_MANAGER";

export type TillError = { "code": "MISSING_REQUIRED_FIELDS", 
/**
 * Which.
 */
fields: Array<Field>, } | { "code": "INVALID_AMOUNT", 
/**
 * Why.
 */
fault: AmountFault, } | { "code": "CURRENCY_NOT_OFFERED", 
/**
 * ISO 4217 code, or what was typed.
 */
currency: string, 
/**
 * What the account offers.
 */
offered: Array<string>, } | { "code": "CURRENCY_NOT_COUNTED", 
/**
 * What was typed, in upper case.
 */
currency: string, } | { "code": "CURRENCY_DISPUTED", 
/**
 * ISO 4217.
 */
currency: string, 
/**
 * How many minor digits ISO 4217 gives it.
 */
ours: number, 
/**
 * How many the provider's table gives it.
 */
theirs: number, } | { "code": "ACCOUNT_KNOWN" } | { "code": "KEY_FOR_OTHER_ENVIRONMENT", 
/**
 * True where the key is for real money.
 */
live: boolean, } | { "code": "KEY_OF_OTHER_MERCHANT" } | { "code": "CONFIRM_PAY_HOST", 
/**
 * What the provider showed; may be empty.
 */
hosts: Array<string>, } | { "code": "APP_USED_ELSEWHERE", 
/**
 * Where.
 */
environment: Environment, } | { "code": "HOST_NOT_FOR_ENVIRONMENT", 
/**
 * The host.
 */
host: string, } | { "code": "CHOOSE_PROVIDER_ACCOUNT", 
/**
 * Those that may make links.
 */
linkAccounts: Array<string>, 
/**
 * Those that may refund.
 */
paymentAccounts: Array<string>, } | { "code": "NOT_OFFERED" } | { "code": "LINK_OVER" } | { "code": "NOT_RESERVED" } | { "code": "EVIDENCE_CHANGED" } | { "code": "TEXT_TOO_LONG", 
/**
 * Which.
 */
field: Field, 
/**
 * In characters.
 */
limit: number, 
/**
 * In characters.
 */
length: number, } | { "code": "CARD_NUMBER_IN_TEXT", 
/**
 * Which.
 */
field: Field, } | { "code": "FORBIDDEN_CHARACTER", 
/**
 * Which.
 */
field: Field, 
/**
 * The character.
 */
character: string, } | { "code": "NO_FREE_AMOUNT" } | { "code": "PRODUCT_REFUSED", 
/**
 * Its id.
 */
product: string, 
/**
 * Its name, as far as it is known.
 */
name: string, 
/**
 * Why.
 */
fault: ProductFault, } | { "code": "TOTAL_DECLINED" } | { "code": "TOTAL_CHANGED" } | { "code": "INVALID_PRICE", 
/**
 * ISO 4217.
 */
currency: string, 
/**
 * Why.
 */
fault: AmountFault, } | { "code": "ALREADY_IN_USE", 
/**
 * Which.
 */
field: Field, } | { "code": "PICTURE_REFUSED", 
/**
 * Why.
 */
fault: PictureFault, } | { "code": "IMPORT_OUTDATED" } | { "code": "INVALID_FIELD", 
/**
 * Which.
 */
field: Field, } | { "code": "TOKEN_GENERATION_ERROR", 
/**
 * The provider's own words, for the details.
 */
detail: string, } | { "code": "CREDENTIALS_REFUSED" } | { "code": "PERMISSION_MISSING", 
/**
 * The provider's name for the permission.
 */
permission: string, } | { "code": "API_ERROR", 
/**
 * The provider's own code.
 */
providerCode: string, 
/**
 * The provider's own words, for the details.
 */
detail: string, } | { "code": "FIELD_REFUSED", 
/**
 * Which.
 */
field: Field, 
/**
 * The provider's own code.
 */
providerCode: string, 
/**
 * The provider's own words.
 */
detail: string, } | { "code": "INVALID_RESPONSE", 
/**
 * In what way.
 */
doubt: Doubt, } | { "code": "FOREIGN_HOST", 
/**
 * Where it leads.
 */
host: string, } | { "code": "ADDRESS_LOST" } | { "code": "NO_SUBSCRIPTION" } | { "code": "LINK_NEVER_MADE" } | { "code": "NOT_SENT", 
/**
 * Why.
 */
fault: Fault, } | { "code": "UNCLEAR_OUTCOME", 
/**
 * Why.
 */
doubt: Doubt, } | { "code": "TOO_MANY_REQUESTS", 
/**
 * Seconds, when it said so.
 */
retryAfter: number | null, } | { "code": "VAULT_LOCKED" } | { "code": "VAULT_MISSING" } | { "code": "VAULT_NO_STORE", 
/**
 * What is needed.
 */
keychain: Keychain, } | { "code": "VAULT_TIMED_OUT" } | { "code": "VAULT_FAILED" } | { "code": "LEDGER_READ_ONLY" } | { "code": "LEDGER_DISK_FULL" } | { "code": "LEDGER_TOO_NEW" } | { "code": "LEDGER_DAMAGED" } | { "code": "LEDGER_CHANGED", 
/**
 * The first event that is not as it was written, or is missing; `None` where the tables themselves are others than
 * this program makes.
 */
row: number | null, } | { "code": "LEDGER_FAILED" } | { "code": "OVER_REFUND", 
/**
 * What is left.
 */
left: Money, } | { "code": "NOT_REFUNDABLE" } | { "code": "MAY_BE_REFUNDED" } | { "code": "STILL_SETTLING" } | { "code": "MONEY_RESERVED", 
/**
 * How many.
 */
count: number, } | { "code": "SUBSCRIPTIONS_RUNNING", 
/**
 * How many.
 */
count: number, } | { "code": "LINKS_STILL_OPEN", 
/**
 * How many.
 */
count: number, } | { "code": "NOT_FOUND" } | { "code": "CLIPBOARD_FAILED" } | { "code": "LOGIN_START_FAILED" } | { "code": "QR_FAILED" } | { "code": "BROWSER_FAILED" } | { "code": "MAIL_FAILED" } | { "code": "PRINT_FAILED" } | { "code": "FILE_NOT_SAVED" } | { "code": "PRACTICE_FAILED" } | { "code": "TILL_LOCKED" } | { "code": "NOT_ALLOWED", 
/**
 * What is missing.
 */
right: Right, } | { "code": "WRONG_PIN", 
/**
 * How often another one may be tried before there is a wait.
 */
triesLeft: number, } | { "code": "PIN_WAIT", 
/**
 * When the next one may be tried.
 */
seconds: number, } | { "code": "NEW_PIN_REFUSED", 
/**
 * Why.
 */
fault: PinFault, } | { "code": "NO_PIN_YET" } | { "code": "FIRST_PIN_FIRST" } | { "code": "PIN_SECRET_MISSING" } | { "code": "STAFF_CHANGED_OUTSIDE" } | { "code": "BOOK_CHANGED_OUTSIDE", 
/**
 * The event that is missing or another one.
 */
row: number, } | { "code": "LAST_OWNER" } | { "code": "STAFF_NAME_TAKEN" } | { "code": "STAFF_RETIRED" } | { "code": "REFUND_NEEDS", 
/**
 * True where who started it must show their own PIN.
 */
pin: boolean, 
/**
 * Why a second person must approve it; `None` where nobody must.
 */
approval: ApprovalReason | null, 
/**
 * Who may approve it.
 */
approvers: Array<StaffTile>, } | { "code": "WRONG_RECOVERY_CODE", 
/**
 * How often another one may be tried before there is a wait.
 */
triesLeft: number, } | { "code": "RECOVERY_CODE_TYPO", 
/**
 * The group of four that is wrong, from 1; `None` where that can't be told.
 */
group: number | null, } | { "code": "BACKUP_REFUSED", 
/**
 * Why.
 */
fault: BackupFault, } | { "code": "RESTORE_LAID_READY" } | { "code": "UNKNOWN_ERROR" };

export type Role = "CASHIER" | "MANAGER" | "OWNER";

export type Right = "TAKE_PAYMENTS" | "ASK_FOR_REFUNDS" | "REFUND" | "CANCEL_OTHERS" | "SEE_ALL_SALES" | "SEE_FIGURES" | "DECIDE_MONEY" | "MANAGE_CUSTOMERS" | "MANAGE_PRODUCTS" | "SWITCH_ENVIRONMENT" | "MANAGE_ACCOUNTS" | "MANAGE_STAFF" | "CHANGE_SETTINGS" | "READ_HISTORY" | "EXPORT" | "BACK_UP" | "RESTORE";

export type StaffTile = { 
/**
 * Their id.
 */
id: string, 
/**
 * Their name; empty for an owner without one, whom the page names.
 */
name: string, 
/**
 * What they are in the shop.
 */
role: Role, 
/**
 * Seconds until a PIN of theirs may be tried again; 0 where it may be tried now.
 */
waits: number, 
/**
 * False where they have no PIN yet, or theirs was lost, so that the owner must set one.
 */
hasPin: boolean, };

export type LockScreen = { 
/**
 * The shop's name.
 */
shopName: string, 
/**
 * Where the till works; `None` before its first account.
 */
environment: Environment | null, 
/**
 * Who may sign in.
 */
staff: Array<StaffTile>, 
/**
 * How many sales wait for something: they are watched all the while.
 */
openSales: number, 
/**
 * Why nobody can sign in with a PIN.
 */
problem: TillError | null, 
/**
 * True where there is a recovery code.
 */
canRecover: boolean, };

export type SessionView = { "kind": "LOCKED", 
/**
 * What is shown meanwhile.
 */
screen: LockScreen, 
/**
 * How the till looks and speaks.
 */
look: Look, } | { "kind": "OPEN", 
/**
 * Who.
 */
staff: StaffView, 
/**
 * What they are in the shop.
 */
role: Role, 
/**
 * What they may do.
 */
rights: Array<Right>, 
/**
 * True where nobody has a PIN yet, so that the till can't be locked.
 */
pinless: boolean, 
/**
 * After how many seconds without a touch the till locks; `None` for never.
 */
lockAfterIdle: number | null, 
/**
 * True where it locks whenever a sale is left.
 */
lockAfterSale: boolean, 
/**
 * How the till looks and speaks.
 */
look: Look, };

export type SignInForm = { 
/**
 * Who.
 */
member: string, 
/**
 * Their PIN.
 */
pin: string, };

export type RecoverForm = { 
/**
 * Which owner; empty for the first one, where the page can't tell who is one.
 */
member: string, 
/**
 * The code, as it was typed.
 */
code: string, 
/**
 * The PIN that they have from now on.
 */
newPin: string, };

export type FirstPinForm = { 
/**
 * The owner's name.
 */
name: string, 
/**
 * Their PIN.
 */
pin: string, };

export type RecoveryCodeView = { 
/**
 * Seven groups of four characters, with dashes between.
 */
code: string, };

export type StaffMember = { 
/**
 * Their id.
 */
id: string, 
/**
 * Their name; empty for an owner without one, whom the page names.
 */
name: string, 
/**
 * What they are in the shop.
 */
role: Role, 
/**
 * True where they can sign in.
 */
hasPin: boolean, 
/**
 * When they joined.
 */
addedAt: string, 
/**
 * When they left.
 */
retiredAt: string | null, 
/**
 * Seconds until a PIN of theirs may be tried again; 0 where it may be tried now.
 */
waits: number, };

export type StaffList = { 
/**
 * Everybody, also who left, in the order in which they joined.
 */
members: Array<StaffMember>, 
/**
 * When the recovery code was made that holds now; `None` where there is none.
 */
recoveryCodeMadeAt: string | null, 
/**
 * True where nobody has a PIN yet.
 */
pinless: boolean, };

export type NewStaffForm = { 
/**
 * Their name.
 */
name: string, 
/**
 * What they are in the shop.
 */
role: Role, 
/**
 * Their PIN.
 */
pin: string, };

export type OwnPinForm = { 
/**
 * The PIN as it was.
 */
old: string, 
/**
 * The PIN as it is from now on.
 */
new: string, };

export type PinFault = { "kind": "TOO_SHORT", 
/**
 * As many are needed.
 */
least: number, } | { "kind": "TOO_LONG", 
/**
 * As many are allowed.
 */
most: number, } | { "kind": "NOT_DIGITS" } | { "kind": "GUESSABLE" };

export type RefundPin = { "kind": "ALWAYS" } | { "kind": "ABOVE", 
/**
 * The sums.
 */
limits: Array<Money>, } | { "kind": "AFTER_MINUTES", 
/**
 * How many.
 */
minutes: number, } | { "kind": "NEVER" };

export type TillRules = { 
/**
 * When somebody who may refund shows their PIN for it.
 */
refundPin: RefundPin, 
/**
 * Above such a sum a second person approves a refund; one for each currency, empty for no limit.
 */
eachLimit: Array<Money>, 
/**
 * What one person gives back in a day without a second one; one for each currency, empty for no limit.
 */
dayLimit: Array<Money>, 
/**
 * After how many seconds without a touch the till locks; `None` for never.
 */
lockAfterIdle: number | null, 
/**
 * True where it locks whenever a sale is left.
 */
lockAfterSale: boolean, };

export type ApprovalReason = "ROLE" | "AMOUNT" | "DAY";

export type RefundProofForm = { 
/**
 * Whose PIN: that of who starts the refund, or of who approves it.
 */
member: string, 
/**
 * The PIN.
 */
pin: string, 
/**
 * The press of the button that starts the refund.
 */
press: string, 
/**
 * The payment.
 */
payment: string, 
/**
 * How much goes back, minor units of the payment's currency as text.
 */
amountMinor: string, };

export type HistoryGroup = "SALES" | "REFUNDS" | "STAFF" | "ACCOUNTS" | "SETTINGS";

export type HistoryKind = "SALE_STARTED" | "SALE_CUSTOMER_CHOSEN" | "CUSTOMER_MADE" | "CUSTOMER_CHANGED" | "CUSTOMER_DELETED" | "LINK_PLANNED" | "LINK" | "WISH" | "LINK_SHARED" | "PAYMENT_SEEN" | "HOLD_END_PLANNED" | "HOLD_END" | "REFUND_PLANNED" | "REFUND" | "REFUND_ELSEWHERE" | "REFUND_ELSEWHERE_FAILED" | "PIN_PROVEN" | "STAFF_ADDED" | "STAFF_ROLE_CHANGED" | "STAFF_RENAMED" | "STAFF_RETIRED" | "PIN_SET" | "PIN_REFUSED" | "SIGNED_IN" | "RECOVERY_CODE_MADE" | "RECOVERED" | "ACCOUNT_ADDED" | "ACCOUNT_CHANGED" | "ACCOUNT_KEY_REPLACED" | "ACCOUNT_FORGOTTEN" | "ACCOUNT_CHOSEN" | "RULES_CHANGED" | "SETTINGS_CHANGED" | "SHOP_NAMED" | "IDLE_PICTURE_CHANGED" | "HISTORY_EXPORTED" | "PRODUCTS_EXPORTED" | "BACKED_UP" | "BOOK_RESTORED" | "LOG_EXPORTED" | "SALES_EXPORTED";

export type HistoryQuery = { 
/**
 * Only what this member of staff did.
 */
by: string | null, 
/**
 * Only this.
 */
group: HistoryGroup | null, 
/**
 * Nothing that the till did by itself. A wrong PIN was typed by somebody.
 */
onlyPeople: boolean, 
/**
 * Nothing earlier, RFC 3339.
 */
from: string | null, 
/**
 * Only what is earlier, RFC 3339.
 */
to: string | null, 
/**
 * Only what happened to this sale.
 */
sale: string | null, 
/**
 * Only rows before this one: the last of the page above.
 */
before: number | null, };

export type HistoryEntry = { 
/**
 * The number of the row in the book.
 */
seq: number, 
/**
 * When, by the till's clock.
 */
at: string, 
/**
 * Who did it; `None` for the till itself.
 */
by: StaffView | null, 
/**
 * Who approved it.
 */
approvedBy: StaffView | null, 
/**
 * What.
 */
kind: HistoryKind, 
/**
 * What closer, in the book's own word; empty where there is nothing to add.
 */
detail: string, 
/**
 * The role that somebody got.
 */
role: Role | null, 
/**
 * To whom it was done, or whose PIN it was.
 */
member: StaffView | null, 
/**
 * The owner's name for the account that it is about; empty for none.
 */
account: string, 
/**
 * The rules of the till from then on.
 */
rules: TillRules | null, 
/**
 * The settings of the till from then on.
 */
settings: TillSettings | null, 
/**
 * The sale that it is about.
 */
sale: string | null, 
/**
 * The staff's reference of that sale; empty for none, and where it was erased.
 */
reference: string, 
/**
 * The sum that it is about.
 */
money: Money | null, };

export type HistoryPage = { 
/**
 * The rows.
 */
entries: Array<HistoryEntry>, 
/**
 * True where there are older ones.
 */
more: boolean, };

export type ChainReport = { 
/**
 * How many rows fit.
 */
rows: number, 
/**
 * The first row that was changed, removed or put in by something else than the till; `None` where all fit.
 */
broken: number | null, };

export type ProductView = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * What it is listed under.
 */
category: string | null, 
/**
 * What a scanner reads from it.
 */
barcode: string | null, 
/**
 * What names it in the provider's own catalogue.
 */
catalogueId: string | null, 
/**
 * What one piece costs, at least in one currency, in the order of the currencies' codes.
 */
prices: Array<Money>, 
/**
 * Names its picture, if it has one: another picture has another name.
 */
picture: string | null, };

export type ProductsView = { 
/**
 * Whose list it is.
 */
environment: Environment, 
/**
 * They.
 */
products: Array<ProductView>, 
/**
 * What they are listed under, in the order in which the list has them first.
 */
categories: Array<string>, };

export type PriceForm = { 
/**
 * ISO 4217.
 */
currency: string, 
/**
 * Minor units as text.
 */
minor: string, };

export type ProductForm = { 
/**
 * The one to change; `None` for a new one.
 */
id: string | null, 
/**
 * Whose list it is in.
 */
environment: Environment, 
/**
 * Its name.
 */
name: string, 
/**
 * What it is listed under; empty for nothing.
 */
category: string, 
/**
 * What a scanner reads from it; empty for nothing.
 */
barcode: string, 
/**
 * What names it in the provider's own catalogue; empty for nothing.
 */
catalogueId: string, 
/**
 * What one piece costs, at least in one currency.
 */
prices: Array<PriceForm>, };

export type FreshProduct = { 
/**
 * The line of the file, counted from 1.
 */
line: number, 
/**
 * Its name.
 */
name: string, 
/**
 * What it is listed under.
 */
category: string | null, 
/**
 * What a scanner reads from it.
 */
barcode: string | null, 
/**
 * What names it in the provider's own catalogue.
 */
catalogueId: string | null, 
/**
 * What one piece costs.
 */
prices: Array<Money>, };

export type ColumnChange = { 
/**
 * The column: `name`, `category`, `barcode`, `product_id`, `price_EUR`, …
 */
column: string, 
/**
 * What the list has; empty for nothing. A price has a point, and as many digits behind it as its currency.
 */
before: string, 
/**
 * What the file has; empty for nothing.
 */
after: string, };

export type ChangedProduct = { 
/**
 * The line of the file, counted from 1.
 */
line: number, 
/**
 * Its id.
 */
id: string, 
/**
 * Its name now.
 */
name: string, 
/**
 * What would change, in the order of the columns of an export.
 */
changes: Array<ColumnChange>, };

export type ImportFaultKind = "FILE_TOO_LARGE" | "NO_HEADER" | "NO_ROWS" | "TOO_MANY_ROWS" | "UNKNOWN_COLUMN" | "UNKNOWN_CURRENCY" | "COLUMN_TWICE" | "CELL_COUNT" | "OPEN_QUOTE" | "LOST_LETTERS" | "NUMBER_CUT_SHORT" | "NOT_AN_ID" | "NO_NAME" | "TOO_LONG" | "NOT_ALLOWED" | "CARD_NUMBER" | "NOT_A_PRICE" | "TOO_PRECISE" | "PRICE_ZERO" | "PRICE_NEGATIVE" | "PRICE_TOO_LARGE" | "NO_PRICE" | "TOO_MANY_PRICES" | "SAME_PRODUCT" | "SEVERAL_WITH_NAME" | "ALREADY_IN_USE";

export type ImportFault = { 
/**
 * The line of the file, counted from 1. A row that holds line breaks is at its first line.
 */
line: number, 
/**
 * The column, as the till writes it; one that the till does not know, as the file does. `None` for the whole row.
 */
column: string | null, 
/**
 * What.
 */
fault: ImportFaultKind, 
/**
 * What stands there, cut to 60 characters; may be empty.
 */
text: string, };

export type ImportPreview = { 
/**
 * Products that are not in the list yet.
 */
fresh: Array<FreshProduct>, 
/**
 * Products that would be changed.
 */
changed: Array<ChangedProduct>, 
/**
 * How many products the file names without changing them.
 */
unchanged: number, 
/**
 * What is wrong with the file, in the order of its lines. Where anything is, nothing of it can be imported.
 */
faults: Array<ImportFault>, 
/**
 * How many more there are: no more than the first 200 are told.
 */
faultsLeftOut: number, 
/**
 * What the import must be confirmed with; `None` where there are faults.
 */
fingerprint: string | null, };

export type SavedFile = { 
/**
 * The file's name.
 */
name: string, 
/**
 * The folder, as the system writes it.
 */
folder: string, };

export type ShareWay = "LINK" | "EMAIL" | "MAIL_PROGRAM" | "EMAIL_FILE" | "MESSAGE" | "QR" | "SLIP" | "PRINT_DIALOG";

export type PictureFormat = "PNG" | "SVG";

export type Paper = "ROLL_58" | "ROLL_80" | "A4";

export type SlipPrint = "SENT" | "LEFT" | "ASKED";

export type ProductFault = "NO_PRICE" | "PRICE_CHANGED" | "NOT_IN_CATALOGUE" | "GONE";

export type PictureFault = "OTHER_KIND" | "FILE_TOO_LARGE" | "TOO_MANY_PIXELS" | "DAMAGED";

export type News = "PAID" | "ATTENTION";

export type TrayState = "OFF" | "SHOWN" | "NO_LIBRARY" | "NO_PLACE";

export type KeysState = "OFF" | "HELD" | "TAKEN" | "NOT_HERE";

export type ThisComputer = { 
/**
 * Whether the till starts when somebody signs in to the computer; `None` where that can't be told.
 */
startsAtLogin: boolean | null, 
/**
 * Whether there is a tray icon.
 */
tray: TrayState, 
/**
 * Whether the keys for the clipboard work.
 */
clipboardKeys: KeysState, };

export type ClosingWay = "TRAY" | "QUIT" | "STAY";

export type Language = "en" | "de" | "fr" | "es" | "pl" | "ka" | "ar";

export type Theme = "SYSTEM" | "LIGHT" | "DARK";

export type Sounds = { 
/**
 * When a payment is proven.
 */
paid: boolean, 
/**
 * When a card is declined, a link ends unpaid, or somebody has to look.
 */
attention: boolean, 
/**
 * How loud, 1 to 100.
 */
volume: number, };

export type MonitorIdentity = { 
/**
 * The system's name for it, where it has one.
 */
name: string | null, 
/**
 * Its width in physical pixels.
 */
width: number, 
/**
 * Its height in physical pixels.
 */
height: number, 
/**
 * Where its left edge lies on the desktop, in physical pixels.
 */
x: number, 
/**
 * Where its top edge lies.
 */
y: number, };

export type DisplayChoice = { "kind": "FIND" } | { "kind": "MONITOR", 
/**
 * Which.
 */
monitor: MonitorIdentity, } | { "kind": "ONE_SCREEN" };

export type TillSettings = { 
/**
 * The language of the counter; `None` for the computer's.
 */
language: Language | null, 
/**
 * The language of what customers read: the customer display, emails and slips; `None` for the counter's.
 */
customerLanguage: Language | null, 
/**
 * Light or dark.
 */
theme: Theme, 
/**
 * The shop's time zone by its IANA name, `Europe/Berlin`; `None` for the computer's.
 */
timeZone: string | null, 
/**
 * Minutes after midnight at which the shop's day ends, 0 to 719: sales until then belong to the day before.
 */
dayEndsAt: number, 
/**
 * How long a link at the counter is payable, in seconds.
 */
counterPayableFor: number, 
/**
 * How long a link that is sent is payable, in seconds.
 */
sentPayableFor: number, 
/**
 * After how many seconds the paid screen gives way; `None` where it stays until somebody goes on.
 */
paidScreenFor: number | null, 
/**
 * What is heard.
 */
sounds: Sounds, 
/**
 * True where the system shows a notification when a payment comes while the till is not in front.
 */
notifications: boolean, 
/**
 * True where a tray icon counts open sales.
 */
tray: boolean, 
/**
 * The keys that take an amount from the clipboard wherever the cursor is, `Ctrl+Alt+P`; `None` for none.
 */
clipboardKeys: string | null, 
/**
 * Where the customer's page is drawn.
 */
display: DisplayChoice, };

export type Look = { 
/**
 * Its language; `None` for the computer's.
 */
language: Language | null, 
/**
 * Light or dark.
 */
theme: Theme, 
/**
 * The shop's time zone by its IANA name; `None` for the computer's.
 */
timeZone: string | null, 
/**
 * Minutes after midnight at which the shop's day ends.
 */
dayEndsAt: number, };

export type CustomerScreen = "OWN" | "ASK" | "SHARED";

export type MonitorView = { 
/**
 * What tells it from the others.
 */
monitor: MonitorIdentity, 
/**
 * True for the one that staff work at.
 */
isCounters: boolean, 
/**
 * True for the one that the customer's window fills.
 */
facesCustomer: boolean, };

export type DisplaysView = { 
/**
 * The monitors that are plugged in, as the system lists them.
 */
monitors: Array<MonitorView>, 
/**
 * Where the customer's page is to be drawn.
 */
choice: DisplayChoice, 
/**
 * Where it is drawn.
 */
screen: CustomerScreen, 
/**
 * False where the till can't place its windows: somebody moves the customer's, and has it fill the screen.
 */
placesWindows: boolean, 
/**
 * The name of the picture that is shown while there is nothing to pay; `None` for the shop's name alone.
 */
idlePicture: string | null, };

export type ScreenSize = { 
/**
 * In physical pixels.
 */
pixels: number, 
/**
 * In millimetres.
 */
millimetres: number, };

export type CustomerScene = { 
/**
 * What it draws.
 */
page: CustomerPage, 
/**
 * The language that customers read; `None` for the computer's.
 */
language: Language | null, 
/**
 * Light or dark.
 */
theme: Theme, 
/**
 * The shop's time zone by its IANA name; `None` for the computer's.
 */
timeZone: string | null, 
/**
 * The name of the picture to show while there is nothing to pay; `None` for none, and on every other page.
 */
picture: string | null, 
/**
 * How large the screen is, where the system knows it.
 */
screen: ScreenSize | null, };

export type BackupFault = "NOT_A_BACKUP" | "DAMAGED" | "CHANGED" | "NEWER" | "WITHOUT_PINS" | "OTHER_FILE" | "FOLDER_FAILED";

export type BackupRow = { 
/**
 * The name of its file.
 */
name: string, 
/**
 * When it was made.
 */
madeAt: string, 
/**
 * How many sales are in it, those of practice included.
 */
sales: number, 
/**
 * When the last of them was started.
 */
lastSale: string | null, 
/**
 * How large the book in it is, in bytes.
 */
bytes: number, };

export type BackupReport = { 
/**
 * What is in it.
 */
backup: BackupRow, 
/**
 * The folder, as the system writes it.
 */
folder: string, };

export type BackupsView = { 
/**
 * Where they are, as the system writes it.
 */
folder: string, 
/**
 * The daily ones, the newest first.
 */
daily: Array<BackupRow>, 
/**
 * Why the last one was not made; `None` where it was.
 */
problem: TillError | null, };

export type BackupSource = { "kind": "DAILY", 
/**
 * The name of its file.
 */
name: string, } | { "kind": "FILE" };

export type BackupAccount = { 
/**
 * The owner's name for it.
 */
name: string, 
/**
 * Its provider.
 */
provider: ProviderId, 
/**
 * Its environment.
 */
environment: Environment, 
/**
 * True where this computer's keychain has its key; without one, the owner types it again.
 */
hasKey: boolean, };

export type RestoreNeeds = "NOTHING" | "PIN" | "RECOVERY_CODE" | "PIN_AND_RECOVERY_CODE";

export type BackupPreview = { 
/**
 * What the file says of itself, found to be so.
 */
backup: BackupRow, 
/**
 * What tells the file from another one: the form brings it back.
 */
fingerprint: string, 
/**
 * The shop's name.
 */
shopName: string, 
/**
 * The accounts in use in it.
 */
accounts: Array<BackupAccount>, 
/**
 * True where it is the book that is open here, at an earlier time.
 */
isThisBook: boolean, 
/**
 * How many sales of the book that is open here were begun after the backup; `None` where it is another one's.
 */
salesSince: number | null, 
/**
 * What must be typed to restore it.
 */
needs: RestoreNeeds, };

export type RestoreForm = { 
/**
 * That of the preview: another file is not restored.
 */
fingerprint: string, 
/**
 * The owner's PIN, where it is needed.
 */
pin: string | null, 
/**
 * The recovery code of the till in the backup, where it is needed.
 */
code: string | null, };

export type LogPreview = { 
/**
 * All of it.
 */
text: string, 
/**
 * How many lines it has.
 */
lines: number, };

/** Every command: what it takes and what it gives. */
export type Commands = {
  session: { takes: {  }; gives: SessionView };
  sign_in: { takes: { form: SignInForm }; gives: SessionView };
  lock: { takes: {  }; gives: SessionView };
  still_here: { takes: {  }; gives: null };
  fresh_page: { takes: {  }; gives: null };
  recover: { takes: { form: RecoverForm }; gives: SessionView };
  plan_first_pin: { takes: { form: FirstPinForm }; gives: RecoveryCodeView };
  plan_recovery_code: { takes: { pin: string }; gives: RecoveryCodeView };
  prove_recovery_code: { takes: { code: string }; gives: SessionView };
  staff_list: { takes: {  }; gives: StaffList };
  add_staff: { takes: { form: NewStaffForm }; gives: StaffList };
  rename_staff: { takes: { member: string, name: string }; gives: StaffList };
  set_staff_role: { takes: { member: string, role: Role }; gives: StaffList };
  retire_staff: { takes: { member: string }; gives: StaffList };
  set_staff_pin: { takes: { member: string, pin: string }; gives: StaffList };
  change_own_pin: { takes: { form: OwnPinForm }; gives: null };
  till_rules: { takes: {  }; gives: TillRules };
  change_rules: { takes: { rules: TillRules }; gives: TillRules };
  till_settings: { takes: {  }; gives: TillSettings };
  change_settings: { takes: { settings: TillSettings }; gives: TillSettings };
  history: { takes: { query: HistoryQuery }; gives: HistoryPage };
  verify_history: { takes: {  }; gives: ChainReport };
  export_history: { takes: { query: HistoryQuery }; gives: SavedFile };
  this_computer: { takes: {  }; gives: ThisComputer };
  set_start_at_login: { takes: { on: boolean }; gives: ThisComputer };
  end_closing: { takes: { way: ClosingWay }; gives: null };
  backups: { takes: {  }; gives: BackupsView };
  back_up: { takes: {  }; gives: BackupReport | null };
  look_into_backup: { takes: { source: BackupSource }; gives: BackupPreview | null };
  restore_backup: { takes: { form: RestoreForm }; gives: null };
  preview_log: { takes: {  }; gives: LogPreview };
  export_log: { takes: {  }; gives: SavedFile };
  till_state: { takes: {  }; gives: TillState };
  start_practice: { takes: { provider: ProviderId, shopName: string, description: string }; gives: TillState };
  name_shop: { takes: { shopName: string }; gives: TillState };
  connect_account: { takes: { form: ConnectForm }; gives: TillState };
  test_connection: { takes: { account: string }; gives: ConnectionReport };
  replace_key: { takes: { form: NewKeyForm }; gives: TillState };
  change_account: { takes: { form: AccountChange }; gives: TillState };
  forget_account: { takes: { account: string }; gives: TillState };
  choose_account: { takes: { account: string }; gives: TillState };
  check_notification: { takes: { account: string, body: string, signature: string }; gives: NotificationVerdict };
  prepare_account: { takes: { account: string }; gives: null };
  read_amount: { takes: { text: string, currency: string, decimalMark: DecimalMark }; gives: AmountReading };
  create_link: { takes: { form: NewSaleForm }; gives: SaleView };
  link_status: { takes: { sale: string }; gives: SaleView };
  refund_payment: { takes: { form: RefundForm }; gives: SaleView };
  prove_refund: { takes: { form: RefundProofForm }; gives: null };
  cancel_link: { takes: { sale: string }; gives: SaleView };
  try_with: { takes: { sale: string, account: string, press: string }; gives: SaleView };
  recent_words: { takes: {  }; gives: Array<string> };
  change_link: { takes: { form: ChangeForm }; gives: SaleView };
  set_charges: { takes: { sale: string, stop: boolean }; gives: SaleView };
  end_hold: { takes: { form: HoldEndForm }; gives: SaleView };
  find_customers: { takes: { query: CustomerQuery }; gives: CustomerList };
  customer_card: { takes: { account: string, customer: string }; gives: CustomerCard };
  save_customer: { takes: { form: CustomerForm }; gives: CustomerCard };
  delete_customer: { takes: { account: string, customer: string }; gives: null };
  choose_customer: { takes: { sale: string, customer: string }; gives: SaleView };
  person_case: { takes: { sale: string }; gives: PersonCase };
  decide_case: { takes: { decision: Decision }; gives: SaleView };
  settle_total: { takes: { form: TotalForm }; gives: SaleView };
  check_as_customer: { takes: { sale: string }; gives: CustomerCheck };
  open_dashboard: { takes: { account: string }; gives: null };
  list_products: { takes: { environment: Environment }; gives: ProductsView };
  save_product: { takes: { form: ProductForm }; gives: ProductsView };
  delete_product: { takes: { product: string }; gives: ProductsView };
  order_products: { takes: { environment: Environment, products: Array<string> }; gives: ProductsView };
  set_product_picture: { takes: { product: string, file: string }; gives: ProductsView };
  clear_product_picture: { takes: { product: string }; gives: ProductsView };
  preview_product_import: { takes: { environment: Environment, text: string }; gives: ImportPreview };
  import_products: { takes: { environment: Environment, text: string, fingerprint: string }; gives: ProductsView };
  export_products: { takes: { environment: Environment }; gives: SavedFile };
  show_in_folder: { takes: {  }; gives: null };
  open_sales: { takes: {  }; gives: Array<SaleRow> };
  find_sales: { takes: { query: SaleQuery }; gives: Array<SaleRow> };
  sale_detail: { takes: { sale: string }; gives: SaleView };
  export_sales: { takes: { query: SaleQuery }; gives: SavedFile };
  copy_id: { takes: { sale: string, id: string }; gives: null };
  day_totals: { takes: { from: string, to: string }; gives: DayTotals };
  copy_link: { takes: { link: string }; gives: CopiedLink };
  copy_for_email: { takes: { link: string }; gives: CopiedLink };
  copy_message: { takes: { link: string }; gives: CopiedLink };
  copy_qr: { takes: { link: string, format: PictureFormat }; gives: CopiedLink };
  open_in_mail: { takes: { link: string }; gives: null };
  save_email: { takes: { link: string }; gives: SavedFile };
  save_qr: { takes: { link: string, format: PictureFormat }; gives: SavedFile };
  save_slip: { takes: { link: string, paper: Paper }; gives: SavedFile };
  print_slip: { takes: { link: string, paper: Paper }; gives: SlipPrint };
  open_pay_page: { takes: { link: string }; gives: null };
  watch_till: { takes: { events: Channel<TillEvent> }; gives: null };
  show_to_customer: { takes: { sale: string | null }; gives: null };
  raise_customer_display: { takes: {  }; gives: CustomerScreen };
  displays: { takes: {  }; gives: DisplaysView };
  choose_display: { takes: { choice: DisplayChoice }; gives: DisplaysView };
  fill_display: { takes: {  }; gives: DisplaysView };
  set_idle_picture: { takes: { file: string }; gives: DisplaysView };
  clear_idle_picture: { takes: {  }; gives: DisplaysView };
  plan_trouble: { takes: { account: string, trouble: PracticeTrouble }; gives: Array<PracticeTrouble> };
  planned_troubles: { takes: { account: string }; gives: Array<PracticeTrouble> };
  clear_troubles: { takes: { account: string }; gives: Array<PracticeTrouble> };
  customer_display: { takes: { scenes: Channel<CustomerScene> }; gives: null };
};
