import Session

/// How many of something each network has at the moment. Networks of one site may have
/// `Limits.siteMultiple` times as many together.
///
/// The tables hold nobody who has none, so they are no larger than what is counted.
struct NetworkCounts: Sendable {
    /// 0: no limit.
    private let max: Int
    private var perNetwork: [NetworkKey: Int] = [:]
    private var perSite: [NetworkKey: Int] = [:]

    init(max: Int) {
        self.max = max
    }

    /// Counts one more; false, and nothing counted, when the network or its site has all it may have.
    mutating func admit(_ network: NetworkKey) -> Bool {
        let count = perNetwork[network, default: 0]
        if max > 0, count >= max { return false }
        if let site = network.site {
            let siteCount = perSite[site, default: 0]
            if max > 0, siteCount / Limits.siteMultiple >= max { return false }
            perSite[site] = siteCount + 1
        }
        perNetwork[network] = count + 1
        return true
    }

    /// Counts one less.
    mutating func dismiss(_ network: NetworkKey) {
        Self.decrement(network, in: &perNetwork)
        if let site = network.site { Self.decrement(site, in: &perSite) }
    }

    private static func decrement(_ key: NetworkKey, in counts: inout [NetworkKey: Int]) {
        guard let count = counts[key] else { preconditionFailure("nobody of that network was admitted") }
        counts[key] = count == 1 ? nil : count - 1
    }
}
