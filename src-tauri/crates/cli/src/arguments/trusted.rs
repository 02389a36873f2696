//! `lectern service`

use clap::Subcommand;

use super::RoleName;

#[derive(Subcommand)]
pub enum ServiceWhat {
    /// With a code: pair this desk with the service that is to decide about its events. Without one: trust a service of
    /// others, so that its tickets are turned into passes without asking each time.
    Pair {
        #[arg(value_name = "ADDRESS")]
        service: String,
        /// As the service printed it (lectern serve), or another owner's desk.
        #[arg(long)]
        code: Option<String>,
        /// What this desk is called on the service's list. Default: its account.
        #[arg(long, requires = "code")]
        name: Option<String>,
    },
    /// Leave the service that this desk is paired with. With HOST: ask about that one's tickets again.
    Unpair {
        #[arg(value_name = "HOST")]
        service: Option<String>,
        /// Also where the service can't be reached; its list of devices still has this desk then.
        #[arg(long, conflicts_with = "service")]
        here_only: bool,
    },
    /// The services whose tickets are not asked about.
    List,
    /// Publish an event on the service that this desk is paired with: people register on its page, and the service
    /// decides. Run again, it changes the address or the look.
    Publish {
        event: String,
        /// The end of the page's address: small letters, digits and dashes.
        #[arg(long)]
        slug: String,
        /// #rrggbb; without it, Lectern's own.
        #[arg(long)]
        color: Option<String>,
        /// Whoever registers proves their address first, by a link in a mail.
        #[arg(long)]
        proof: bool,
        /// A site that may show the page inside one of its own, as https://www.contoso.com. Give it once for each.
        #[arg(long, value_name = "SITE")]
        framed_by: Vec<String>,
    },
    /// Take an event back: the service closes its page, and this desk decides again.
    Unpublish { event: String },
    /// Send what waits, and bring this desk's copies up to date; also of what other desks published.
    Sync,
    /// The published events, what waits for the service, and whom a service lacks that was brought back.
    Status,
    /// Hand people over again whom a service lacks that was brought back. Without PERSON: all of them.
    HandAgain {
        event: String,
        #[arg(value_name = "PERSON")]
        people: Vec<String>,
        /// Take them off this desk's list instead; nobody is written to.
        #[arg(long)]
        let_go: bool,
    },
    /// Who was let in to a published event, and when: every token that was given for its tickets, without the tokens.
    Passes { event: String },
    /// The desks that are, or were, paired with this desk's service.
    Devices,
    /// Turn a desk away, from its next request on.
    Revoke { device: String },
    /// A code for one more desk; an owner's desk makes it.
    Code {
        #[arg(long, value_enum, default_value_t = RoleName::Organizer)]
        role: RoleName,
    },
}
