public import Wire

/// A connection, as far as it says who may be the same person.
public struct ConnectionTrace: Equatable, Sendable {
    /// The id of the person.
    public var person: String
    /// What they are called.
    public var name: String
    /// The connection.
    public var handle: String
    /// Where from, as keyed hashes: the address, the network, the subnet; empty: not known.
    public var networks: [BanScope: String]
    /// What the program says it is; empty: nothing.
    public var agent: String

    /// A connection.
    public init(person: String, name: String, handle: String, networks: [BanScope: String], agent: String) {
        self.person = person
        self.name = name
        self.handle = handle
        self.networks = networks
        self.agent = agent
    }
}

/// Tells who comes from the same network with the same program. A school or a household does, too: so it is
/// a hint, and as a sign of a program a weak one.
public enum SameNetwork {
    /// Who may be the same person, the likeliest first: by how near they come from, more if their programs
    /// say the same.
    public static func links(of person: [ConnectionTrace], among all: [ConnectionTrace]) -> [LinkedPerson] {
        let ids = Set(person.map(\.person))
        var best: [String: LinkedPerson] = [:]
        for other in all where !ids.contains(other.person) && !other.person.isEmpty {
            let score = person.map { likeness($0, other) }.max() ?? 0
            guard score > 0, best[other.person]?.score ?? 0 < score else { continue }
            var link = LinkedPerson()
            link.id = other.person
            link.name = other.name
            link.handle = other.handle
            link.score = score
            best[other.person] = link
        }
        let links = best.values.sorted { ($1.score, $0.id) < ($0.score, $1.id) }
        return Array(links.prefix(SignalLimits.linksMax))
    }

    /// The same as a sign of a program; nil below three people who are alike.
    public static func signal(of links: [LinkedPerson]) -> BotSignal? {
        let count = links.count { $0.score >= alikeMin }
        guard count >= 2 else { return nil }
        var signal = BotSignal()
        signal.code = "samenet"
        signal.score = min(30, 10 * count)
        signal.text = "same network and program as \(count) others"
        return signal
    }

    /// From here on both the address or the network and the program are the same.
    private static let alikeMin = 70

    private static func likeness(_ one: ConnectionTrace, _ other: ConnectionTrace) -> Int {
        let scales: [(BanScope, Int)] = [(.address, 60), (.network, 45), (.subnet, 25)]
        guard
            let near = scales.first(where: { scope, _ in
                one.networks[scope].map { !$0.isEmpty && $0 == other.networks[scope] } ?? false
            })
        else { return 0 }
        return near.1 + (!one.agent.isEmpty && one.agent == other.agent ? 33 : 0)
    }
}
