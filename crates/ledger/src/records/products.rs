use domain::{ids::ProductId, product::ProductDetails};

/// What is to be made of a list of products, all at once. Products that it does not name stay as they are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProductChanges {
    /// Those to add at the end of the list, in this order.
    pub fresh: Vec<(ProductId, ProductDetails)>,
    /// Those to change, and what shall be said of them.
    pub changed: Vec<(ProductId, ProductDetails)>,
}
