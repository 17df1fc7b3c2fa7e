import Canvas
import Ledger
import Reactor
import Secrets
import Session
import Wire

/// A token as it is told once, to whom it belongs, and kept nowhere.
struct SessionToken {
    let text: String

    init(randomBytes: [UInt8]) {
        text = Hexadecimal.text(randomBytes)
    }

    /// What is kept of it. The text is hashed as it was sent: there is nothing in it to be parsed.
    static func hash(_ text: String) -> TokenHash {
        guard let hash = TokenHash(Fingerprint.of(Array(text.utf8))) else {
            preconditionFailure("a fingerprint has the length of a token's hash")
        }
        return hash
    }
}

/// Who is who: every session that is durable, by its number, its token and its id.
struct SessionRegistry {
    /// By number; a number whose session could not be kept stays empty.
    private var sessions: [LedgerSession?] = []
    private var numbersByToken: [TokenHash: UInt32] = [:]
    private var numbersByID: [String: UInt32] = [:]
    /// Numbers are given once, also to sessions that are not durable yet.
    private var nextNumber: UInt32 = 0
    private var budgets: SessionBudgets
    private let sessionsMax: Int
    let addressKey: HashKey

    init(perAddress: Int, sessionsMax: Int, addressKey: HashKey, kept: [LedgerSession]) {
        precondition(sessionsMax <= Int(LedgerSession.playersMax), "more sessions than the log can number")
        budgets = SessionBudgets(perAddress: perAddress)
        self.sessionsMax = sessionsMax
        self.addressKey = addressKey
        for session in kept { admit(session) }
    }

    /// One more may begin.
    var hasRoom: Bool { nextNumber < sessionsMax }

    /// The session that a token names.
    func session(token: String?) -> LedgerSession? {
        guard let token, let number = numbersByToken[SessionToken.hash(token)] else { return nil }
        return sessions[Int(number)]
    }

    /// The session of a public id.
    func session(id: String) -> LedgerSession? {
        numbersByID[id].flatMap { sessions[Int($0)] }
    }

    subscript(slot: PlayerSlot) -> LedgerSession? {
        slot.number < sessions.count ? sessions[Int(slot.number)] : nil
    }

    /// Everybody, the newest first.
    var newestFirst: some Sequence<LedgerSession> { sessions.reversed().lazy.compactMap(\.self) }

    /// A new session, which is nobody's before it is durable and admitted.
    mutating func begin(
        name: String?, from network: NetworkKey, now: Int64, wallMillis: Int64
    ) throws(SessionRefusal) -> (token: SessionToken, session: LedgerSession) {
        guard hasRoom else { throw .full }
        guard budgets.spend(network, at: now) else { throw .tooMany }
        let token = SessionToken(randomBytes: SystemRandom.bytes(32))
        let session = LedgerSession(
            player: nextNumber, tokenHash: SessionToken.hash(token.text),
            id: newID(), name: name ?? "guest-" + Hexadecimal.text(SystemRandom.bytes(3)),
            createdAtMillis: wallMillis, address: key(of: network))
        nextNumber += 1
        return (token, session)
    }

    /// The player of a system user, whose token nobody is told; nil: there is no room. Nobody before it is
    /// durable and admitted.
    mutating func beginStaff(_ user: String, wallMillis: Int64) -> LedgerSession? {
        guard hasRoom else { return nil }
        let name = String(
            user.filter { PlayerName.isValid("__\($0)") }.prefix(PlayerName.characterCounts.upperBound))
        let missing = max(0, PlayerName.characterCounts.lowerBound - name.utf8.count)
        let token = SessionToken(randomBytes: SystemRandom.bytes(32))
        let session = LedgerSession(
            player: nextNumber, tokenHash: SessionToken.hash(token.text), id: newID(),
            name: name + String(repeating: "_", count: missing), createdAtMillis: wallMillis,
            address: key(of: NetworkKey(NetworkAddress(high: 0, low: 0))))
        nextNumber += 1
        return session
    }

    /// The number from which on everybody began after a moment: sessions are numbered in the order in which
    /// they were made.
    func firstNumber(createdAfter moment: Int64) -> UInt32 {
        // Numbers whose sessions could not be kept stay empty, and are passed over.
        var (low, high) = (0, sessions.count)
        while low < high {
            let middle = (low + high) / 2
            let next = sessions[middle..<high].firstIndex { $0 != nil } ?? high
            if next < high, let session = sessions[next], session.createdAtMillis <= moment {
                low = next + 1
            } else {
                high = middle
            }
        }
        return UInt32(low)
    }

    /// The session is durable: it is somebody from now on, or the one of its number has changed.
    mutating func admit(_ session: LedgerSession) {
        let number = Int(session.player)
        if number >= sessions.count {
            sessions.append(contentsOf: repeatElement(nil, count: number + 1 - sessions.count))
        }
        sessions[number] = session
        numbersByToken[session.tokenHash] = session.player
        numbersByID[session.id] = session.player
        nextNumber = max(nextNumber, session.player + 1)
    }

    /// Seven bytes: as text short enough to need no memory of its own, and random enough never to meet; if
    /// it does all the same, another is taken.
    private func newID() -> String {
        while true {
            let id = Hexadecimal.text(SystemRandom.bytes(7))
            if numbersByID[id] == nil { return id }
        }
    }

    func key(of network: NetworkKey) -> AddressKey {
        let hash = addressKey.hash(network.bytes)
        func half(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
        return AddressKey(high: half(hash[0..<8]), low: half(hash[8..<16]))
    }
}
