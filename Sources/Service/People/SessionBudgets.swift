import Session

/// How many new sessions each network may still open: a bucket of so many that refills over an hour, and a
/// wider one for each site.
struct SessionBudgets: Sendable {
    private static let refillMillis: Int64 = 3_600_000

    /// 0: no limit.
    private let perAddress: Int
    private var networks: BudgetTable<NetworkKey>
    private var sites: BudgetTable<NetworkKey>

    init(perAddress: Int) {
        self.perAddress = perAddress
        networks = BudgetTable(
            capacity: perAddress, refillMillis: Self.refillMillis, countMax: Limits.addressBudgetsMax)
        sites = BudgetTable(
            capacity: perAddress * Limits.siteMultiple, refillMillis: Self.refillMillis,
            countMax: Limits.addressBudgetsMax)
    }

    /// Takes one session of the network's and one of the site's; false, and nothing taken, where either has
    /// none left.
    mutating func spend(_ network: NetworkKey, at now: Int64) -> Bool {
        guard perAddress > 0 else { return true }
        let site = network.site
        if let site, !sites.canSpend(site, at: now) { return false }
        guard networks.spend(network, at: now) else { return false }
        if let site { _ = sites.spend(site, at: now) }
        return true
    }
}
