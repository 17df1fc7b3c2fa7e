import Reactor
import Wire

/// Somebody, or everybody of a group, as the operator names them.
public enum StaffName: Hashable, Sendable, CustomStringConvertible {
    /// A user of the system.
    case user(String)
    /// Everybody in a group of the system.
    case group(String)

    /// Reads `USER` or `@GROUP`; nil for what no system takes for a name.
    public init?(_ word: some StringProtocol) {
        let isGroup = word.hasPrefix("@")
        let name = String(isGroup ? word.dropFirst() : word[...])
        let isPlain = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"),
                UInt8(ascii: "."), UInt8(ascii: "@"), UInt8(ascii: "$"):
                true
            default: false
            }
        }
        guard isPlain, (1...Self.bytesMax).contains(name.utf8.count), !name.hasPrefix("-") else { return nil }
        self = isGroup ? .group(name) : .user(name)
    }

    /// No system has longer ones.
    private static let bytesMax = 64

    /// As it is written.
    public var description: String {
        switch self {
        case .user(let name): name
        case .group(let name): "@" + name
        }
    }
}

/// Who may do what, as the operator says it.
public struct StaffRoles: Equatable, Sendable {
    /// Those who only look.
    public var readers: [StaffName] = []
    /// Those who act.
    public var moderators: [StaffName] = []
    /// Those who may do everything.
    public var admins: [StaffName] = []
    /// The group that the socket is open to; nil: to the server's own user alone.
    public var socketGroup: String?

    /// Nobody but the operator.
    public init() {}

    /// Everybody that is named.
    public var names: [StaffName] { readers + moderators + admins }

    /// The highest role that somebody is given, by name or by a group. The operator, who could change the
    /// lists, is an admin unless a list says otherwise; whoever is in no list has none.
    func role(of user: SystemUser, isOperator: Bool) -> StaffRole? {
        let names: Set<StaffName> = Set([.user(user.name)] + user.groups.map { .group($0) })
        for (role, list) in [(StaffRole.admin, admins), (.moderator, moderators), (.reader, readers)]
        where !names.isDisjoint(with: list) {
            return role
        }
        return isOperator ? .admin : nil
    }
}
