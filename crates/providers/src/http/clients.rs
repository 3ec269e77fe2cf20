//! The HTTP clients of a transport: one for each pool of connections and each root that is trusted.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use reqwest::{Certificate, Client, ClientBuilder, redirect, retry};

use super::{NoHttp, TimeLimits, public_only::PublicOnly};
use crate::{
    extra_root::ExtraRoot,
    transport::{Lane, Reach},
};

/// How long an unused connection is kept.
const IDLE: Duration = Duration::from_secs(85);

/// How often the operating system asks whether an unused connection still stands.
const KEEP_ALIVE: Duration = Duration::from_secs(30);

/// The clients of a transport.
pub(super) struct Clients {
    limits: TimeLimits,
    anywhere: Pools,
    /// For names that the owner typed, where real money is.
    public_only: Pools,
    /// Made when they are first needed. They are as few as the accounts.
    with_extra_root: Mutex<HashMap<ExtraRoot, Pools>>,
}

/// A client is cheap to clone, and its clones share its connections.
#[derive(Clone)]
struct Pools {
    person: Client,
    till: Client,
}

impl Clients {
    pub(super) fn new(limits: TimeLimits) -> Result<Self, NoHttp> {
        let anywhere = Pools::new(limits, None, Reach::Anywhere)?;
        let public_only = Pools::new(limits, None, Reach::PublicOnly)?;
        Ok(Self { limits, anywhere, public_only, with_extra_root: Mutex::default() })
    }

    /// The client of a lane that trusts the public roots, and `extra_root` beside them. Such a root is for a test system,
    /// which may lie anywhere.
    pub(super) fn of(
        &self,
        lane: Lane,
        extra_root: Option<&ExtraRoot>,
        reach: Reach,
    ) -> Result<Client, NoHttp> {
        let Some(root) = extra_root else {
            return Ok(match reach {
                Reach::Anywhere => self.anywhere.of(lane),
                Reach::PublicOnly => self.public_only.of(lane),
            });
        };
        let mut pools = self.with_extra_root.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(pools) = pools.get(root) {
            return Ok(pools.of(lane));
        }
        let fresh = Pools::new(self.limits, Some(root), Reach::Anywhere)?;
        Ok(pools.entry(root.clone()).or_insert(fresh).of(lane))
    }
}

impl Pools {
    fn new(
        limits: TimeLimits,
        extra_root: Option<&ExtraRoot>,
        reach: Reach,
    ) -> Result<Self, NoHttp> {
        let client = || client(limits, extra_root, reach);
        Ok(Self { person: client()?, till: client()? })
    }

    fn of(&self, lane: Lane) -> Client {
        match lane {
            Lane::Person => self.person.clone(),
            Lane::OnScreen | Lane::Settling | Lane::Sweep => self.till.clone(),
        }
    }
}

fn client(
    limits: TimeLimits,
    extra_root: Option<&ExtraRoot>,
    reach: Reach,
) -> Result<Client, NoHttp> {
    let extra = match extra_root {
        Some(root) => vec![Certificate::from_der(root.der()).map_err(|_| NoHttp)?],
        None => Vec::new(),
    };
    builder(limits, reach)
        .tls_certs_merge(extra.clone())
        .build()
        .or_else(|error| {
            tracing::warn!(%error, "no root certificates: only practice can be reached");
            builder(limits, reach).tls_certs_only(extra).build()
        })
        .map_err(|_| NoHttp)
}

fn builder(limits: TimeLimits, reach: Reach) -> ClientBuilder {
    let builder = match reach {
        Reach::Anywhere => Client::builder(),
        Reach::PublicOnly => Client::builder().dns_resolver(PublicOnly),
    };
    builder
        .connect_timeout(limits.connect)
        .redirect(redirect::Policy::none())
        .retry(retry::never())
        .referer(false)
        .no_proxy()
        .gzip(true)
        .pool_idle_timeout(IDLE)
        .tcp_keepalive(KEEP_ALIVE)
        .tcp_nodelay(true)
}
