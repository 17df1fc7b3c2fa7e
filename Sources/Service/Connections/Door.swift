import Reactor
import Session
import WebSocket

/// Counts the sockets of each address from the moment they are accepted, whatever they are for, and turns
/// away the ones that are too many. Sockets of trusted proxies are not counted: everybody comes through
/// them, and what comes is counted by whom it comes from as soon as that is known.
///
/// A class under a lock, because one loop accepts and every loop lets go.
///
/// `@unchecked Sendable` is safe because the counts are only touched under the lock.
final class Door: @unchecked Sendable {
    private let lock = Lock()
    private var counts: NetworkCounts
    private let proxies: TrustedProxies

    init(limits: Limits, proxies: TrustedProxies) {
        counts = NetworkCounts(max: limits.socketsPerAddress)
        self.proxies = proxies
    }

    /// Whether one more socket of this address may come in. Each that does is to `leave` some day.
    func admit(_ address: NetworkAddress) -> Bool {
        if proxies.contains(address) { return true }
        return lock.withLock { counts.admit(NetworkKey(address)) }
    }

    func leave(_ address: NetworkAddress) {
        if proxies.contains(address) { return }
        lock.withLock { counts.dismiss(NetworkKey(address)) }
    }

    /// Says why and hangs up, without a place in any table. What the peer has sent already is read, for the
    /// kernel throws our answer away where it has to throw that away too; what it sends later may still
    /// cost it the answer, which is the price of not waiting for it.
    func refuse(_ socket: consuming StreamSocket) {
        var unheard = [UInt8](repeating: 0, count: 2048)
        _ = socket.read(into: &unheard)
        _ = socket.write(Self.refusal, from: 0, to: Self.refusal.count)
        socket.shutdownWrite()
    }

    private static let refusal: [UInt8] = {
        let response = Response.error(
            429, "too-many", "Too many connections from your address. Close some and try again.",
            fields: [("Retry-After", "5")])
        var bytes: [UInt8] = []
        response.head(closes: true).append(to: &bytes)
        return bytes + response.body
    }()
}
