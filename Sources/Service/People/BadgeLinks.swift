import Ledger
import Moderation
import Reactor
import Secrets
import Session

/// Links to draw as staff that were made and not used yet: in memory alone, and of their codes only the
/// hashes, so that nobody who reads either could use one.
struct BadgeLinks {
    /// One of them.
    struct Link {
        let hash: TokenHash
        let member: StaffMember
        /// When it was made, by the clock that never jumps.
        let madeAt: Int64
    }

    /// What a code is good for.
    enum Try {
        case good(Link)
        case bad
        /// Too many were tried from there.
        case tooMany
    }

    /// The oldest first.
    private var links: [Link] = []
    private var networks = BudgetTable<NetworkKey>(
        capacity: Limits.badgeGuesses, refillMillis: Limits.badgeGuessMillis * Int64(Limits.badgeGuesses),
        countMax: Limits.badgeGuessersMax)
    private var sites = BudgetTable<NetworkKey>(
        capacity: Limits.badgeGuesses * Limits.siteMultiple,
        refillMillis: Limits.badgeGuessMillis * Int64(Limits.badgeGuesses), countMax: Limits.badgeGuessersMax)

    /// Makes one; its code is told here and nowhere else.
    mutating func offer(to member: StaffMember, at now: Int64) -> String {
        links.removeAll { !Self.isGood($0, at: now) }
        if links.count >= Limits.badgeLinksMax { links.removeFirst() }
        let code = Hexadecimal.text(SystemRandom.bytes(16))
        links.append(Link(hash: SessionToken.hash(code), member: member, madeAt: now))
        return code
    }

    /// Takes the link of a code out. A code that is none is a guess, and counted against where it came from.
    mutating func take(_ code: String, from network: NetworkKey, at now: Int64) -> Try {
        guard networks.canSpend(network, at: now), network.site.map({ sites.canSpend($0, at: now) }) ?? true
        else { return .tooMany }
        let hash = SessionToken.hash(code)
        if let place = links.firstIndex(where: { $0.hash == hash && Self.isGood($0, at: now) }) {
            return .good(links.remove(at: place))
        }
        _ = networks.spend(network, at: now)
        if let site = network.site { _ = sites.spend(site, at: now) }
        return .bad
    }

    /// What was taken out could not be used: it is as good as before.
    mutating func putBack(_ link: Link) {
        let place = links.firstIndex { $0.madeAt > link.madeAt } ?? links.endIndex
        links.insert(link, at: place)
        if links.count > Limits.badgeLinksMax { links.removeFirst() }
    }

    /// Those of a user are good no longer.
    mutating func withdraw(of user: String) {
        links.removeAll { $0.member.user == user }
    }

    /// How many a user has.
    func count(of user: String, at now: Int64) -> Int {
        links.count { $0.member.user == user && Self.isGood($0, at: now) }
    }

    private static func isGood(_ link: Link, at now: Int64) -> Bool {
        now - link.madeAt < ModerationLimits.badgeLinkMillis
    }
}
