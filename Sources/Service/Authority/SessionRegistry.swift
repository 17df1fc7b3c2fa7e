import Canvas
import Reactor

/// Somebody who may place: known by a secret token, shown by an id and a name.
struct PlayerSession: Sendable {
    let id: String
    var name: String
    let slot: PlayerSlot
}

/// Who is who. Tokens live in memory for now: a restart forgets them.
struct SessionRegistry {
    enum Refusal: Error {
        case tooMany
        case full
    }

    private var sessions: [PlayerSession] = []
    private var slotsByToken: [String: PlayerSlot] = [:]
    private var creations: [NetworkKey: CreationBudget] = [:]
    private let perAddress: Int
    private let sessionsMax: Int

    init(perAddress: Int, sessionsMax: Int) {
        self.perAddress = perAddress
        self.sessionsMax = sessionsMax
    }

    /// The session that a token names.
    func session(token: String?) -> PlayerSession? {
        guard let token, let slot = slotsByToken[token] else { return nil }
        return sessions[Int(slot.number)]
    }

    subscript(slot: PlayerSlot) -> PlayerSession? {
        let number = Int(slot.number)
        return number < sessions.count ? sessions[number] : nil
    }

    /// A new session, or the one that the token names already, renamed where a name is given.
    mutating func open(
        token: String?, name: String?, from network: NetworkKey, now: Int64
    ) throws(Refusal) -> (token: String, session: PlayerSession) {
        if let token, let known = session(token: token) {
            if let name { rename(known.slot, to: name) }
            return (token, self[known.slot] ?? known)
        }
        guard sessions.count < sessionsMax else { throw .full }
        try spendCreation(of: network, now: now)
        let token = Self.hex(SystemRandom.bytes(32))
        let session = PlayerSession(
            id: Self.hex(SystemRandom.bytes(8)),
            name: name ?? "guest-" + Self.hex(SystemRandom.bytes(3)),
            slot: PlayerSlot(number: UInt32(sessions.count)))
        sessions.append(session)
        slotsByToken[token] = session.slot
        return (token, session)
    }

    mutating func rename(_ slot: PlayerSlot, to name: String) {
        sessions[Int(slot.number)].name = name
    }

    /// An address may open so many sessions at once, and gets them back over an hour.
    private mutating func spendCreation(of network: NetworkKey, now: Int64) throws(Refusal) {
        guard perAddress > 0 else { return }
        if creations.count >= sessionsMax { creations.removeAll(keepingCapacity: true) }
        var budget = creations[network] ?? CreationBudget(capacity: perAddress, now: now)
        let isAllowed = budget.spend(capacity: perAddress, now: now)
        creations[network] = budget
        if !isAllowed { throw .tooMany }
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

/// A bucket that refills over an hour.
private struct CreationBudget {
    private static let refillMillis: Double = 3_600_000
    private var left: Double
    private var countedAt: Int64

    init(capacity: Int, now: Int64) {
        left = Double(capacity)
        countedAt = now
    }

    mutating func spend(capacity: Int, now: Int64) -> Bool {
        let back = Double(now - countedAt) * Double(capacity) / Self.refillMillis
        left = min(Double(capacity), left + back)
        countedAt = now
        guard left >= 1 else { return false }
        left -= 1
        return true
    }
}
