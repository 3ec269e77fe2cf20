//! The rights that an app can hold on an account (fact sheet, 2.4).

/// One right of an app on an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permission {
    /// `LNK_POST_Create`
    LinkCreate,
    /// `LNK_PATCH_Edit`
    LinkEdit,
    /// `LNK_GET_List`
    LinkList,
    /// `LNK_GET_Single`
    LinkSingle,
    /// `PMT_POST_Create`
    PaymentMethodCreate,
    /// `PMT_POST_Detokenize`
    PaymentMethodDetokenize,
    /// `TRN_POST_Authorize`
    TransactionAuthorize,
    /// `TRN_POST_Capture`
    TransactionCapture,
    /// `TRN_GET_List`
    TransactionList,
    /// `TRN_POST_Refund`
    TransactionRefund,
    /// `TRN_POST_Reverse`
    TransactionReverse,
    /// `TRN_GET_Single`
    TransactionSingle,
}

impl Permission {
    /// The name in token requests and answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::LinkCreate => "LNK_POST_Create",
            Self::LinkEdit => "LNK_PATCH_Edit",
            Self::LinkList => "LNK_GET_List",
            Self::LinkSingle => "LNK_GET_Single",
            Self::PaymentMethodCreate => "PMT_POST_Create",
            Self::PaymentMethodDetokenize => "PMT_POST_Detokenize",
            Self::TransactionAuthorize => "TRN_POST_Authorize",
            Self::TransactionCapture => "TRN_POST_Capture",
            Self::TransactionList => "TRN_GET_List",
            Self::TransactionRefund => "TRN_POST_Refund",
            Self::TransactionReverse => "TRN_POST_Reverse",
            Self::TransactionSingle => "TRN_GET_Single",
        }
    }
}
