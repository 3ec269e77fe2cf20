use domain::{Currency, Money, ids::ProviderLinkId, reference::OurReference};

/// The link that is looked at as a customer does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkToPreview {
    /// The provider's id.
    pub provider_id: ProviderLinkId,
    /// Our reference, which must be the link's where the provider is asked why it is gone.
    pub reference: OurReference,
    /// The link's currency.
    pub currency: Currency,
}

/// What a customer sees who opens a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Preview {
    /// It can be paid.
    Shown(PreviewPage),
    /// It can't.
    Gone(GoneReason),
}

/// The page of a link that can be paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewPage {
    /// The shop's name, as the customer sees it; empty where the provider does not say.
    pub shop: String,
    /// The products.
    pub lines: Vec<PreviewLine>,
    /// The tax; `None` where the provider does not say.
    pub tax: Option<Money>,
    /// What the customer pays.
    pub total: Money,
}

/// A product on the page of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewLine {
    /// Its name; empty where the provider does not say.
    pub name: String,
    /// How many pieces.
    pub quantity: u32,
    /// What they cost; `None` where the provider does not say.
    pub total: Option<Money>,
}

/// Why a link can't be paid any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GoneReason {
    /// Its time is over.
    Expired,
    /// It was paid as often as it can be.
    UsedUp,
    /// It was switched off.
    SwitchedOff,
    /// The provider does not say.
    Untold,
}
