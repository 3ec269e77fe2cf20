//! Where a new account's requests shall go: checked before any key leaves.

use domain::{
    TillError,
    error::Field,
    place::{ApiBase, Host, Place, PracticeHost, Region, RootPem},
};
use providers::{ExtraRoot, HostNotForEnvironment, Provider};

use crate::{account_form::optional, view::ConnectedEnvironment};

/// Where a new account's money is and where its requests go.
#[derive(Debug, Clone)]
pub enum NewPlace {
    /// A practice provider on this computer, over plain HTTP.
    ThisComputer {
        /// The port on loopback.
        port: u16,
    },
    /// At a host of the provider's, or at one that the owner names.
    Elsewhere {
        /// Live, sandbox, or a practice provider that runs elsewhere.
        environment: ConnectedEnvironment,
        /// Which of the provider's hosts.
        region: Region,
        /// The address of the API where the owner names the host; empty otherwise.
        api_base: String,
        /// A root certificate to trust beside the public ones, PEM text; empty for none.
        extra_root: String,
    },
}

/// The place, if `provider` may be reached there with a key of that environment.
pub(crate) fn place(new: NewPlace, provider: &dyn Provider) -> Result<Place, TillError> {
    let place = match new {
        NewPlace::ThisComputer { port } => {
            Place::Practice { host: PracticeHost::ThisComputer { port } }
        }
        NewPlace::Elsewhere { environment, region, api_base, extra_root } => {
            let named = optional(&api_base, Field::ApiBase, ApiBase::try_from)?;
            let extra_root = optional(&extra_root, Field::ExtraRoot, checked_root)?;
            elsewhere(environment, region, named, extra_root)?
        }
    };
    provider
        .check_host(&place)
        .map_err(|HostNotForEnvironment { host }| TillError::HostNotForEnvironment { host })?;
    Ok(place)
}

fn elsewhere(
    environment: ConnectedEnvironment,
    region: Region,
    named: Option<ApiBase>,
    extra_root: Option<RootPem>,
) -> Result<Place, TillError> {
    let invalid = |field| TillError::InvalidField { field };
    let host = match (region, named) {
        (Region::Global, None) => Host::Global,
        (Region::Eu, None) => Host::Eu,
        (Region::Custom, Some(base)) => Host::Custom(base),
        (Region::Custom, None) => {
            return Err(TillError::MissingRequiredFields { fields: vec![Field::ApiBase] });
        }
        (Region::Global | Region::Eu, Some(_)) => return Err(invalid(Field::ApiBase)),
    };
    match (environment, host, extra_root) {
        (ConnectedEnvironment::Live, host, None) => Ok(Place::Live { host }),
        (ConnectedEnvironment::Live, _, Some(_)) => Err(invalid(Field::ExtraRoot)),
        (ConnectedEnvironment::Sandbox, host, extra_root) => {
            Ok(Place::Sandbox { host, extra_root })
        }
        (ConnectedEnvironment::Practice, Host::Custom(base), extra_root) => {
            Ok(Place::Practice { host: PracticeHost::Custom { base, extra_root } })
        }
        (ConnectedEnvironment::Practice, Host::Global | Host::Eu, _) => {
            Err(invalid(Field::ApiBase))
        }
    }
}

/// The text of one certificate that can be trusted as a root.
fn checked_root(text: String) -> Result<RootPem, InvalidRoot> {
    let root = RootPem::try_from(text).map_err(|_| InvalidRoot)?;
    ExtraRoot::try_from(&root).map_err(|_| InvalidRoot)?;
    Ok(root)
}

/// Text that is no root certificate.
struct InvalidRoot;
