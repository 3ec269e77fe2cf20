use thiserror::Error;

/// A text that the till keeps in its book is not of the form that the till writes: somebody changed
/// it, or it is from elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the text is not of the form that the till writes")]
pub struct UnreadableText;

/// The computer could not do a calculation with the staff's secret, for want of memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the computer could not do the calculation")]
pub struct CalculationFailed;
