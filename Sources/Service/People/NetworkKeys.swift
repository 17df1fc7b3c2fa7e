import Ledger
import Moderation
import Secrets
import Session
import Wire

// Networks are named by keyed hashes: what is kept and told says that two are the same, and not which.

extension SessionRegistry {
    /// The name of the network around an address, and what moderators see of it.
    func network(_ scope: BanScope, around address: NetworkAddress) -> NetworkFacts {
        NetworkFacts(key: key(scope, around: address), label: address.label(scope))
    }

    /// 32 hexadecimal digits. That of an address is what its sessions are kept with.
    func key(_ scope: BanScope, around address: NetworkAddress) -> String {
        switch scope {
        case .session, .account, .address: return key(of: NetworkKey(address)).text
        case .network, .subnet:
            let network = address.network(scope)
            let bits = NetworkAddress.bitCount(of: scope, isIPv4: address.isIPv4)
            let words = [network.high, network.low]
            let bytes = words.flatMap { word in
                (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * $0)) }
            }
            return Hexadecimal.text(addressKey.hash(bytes + [UInt8(bits)]).prefix(16))
        }
    }

    /// All three.
    func networks(around address: NetworkAddress) -> [BanScope: NetworkFacts] {
        let scopes: [BanScope] = [.address, .network, .subnet]
        return Dictionary(uniqueKeysWithValues: scopes.map { ($0, network($0, around: address)) })
    }
}

extension AddressKey {
    /// 32 hexadecimal digits.
    var text: String {
        Hexadecimal.text(
            [high, low].flatMap { word in
                (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * $0)) }
            })
    }
}
