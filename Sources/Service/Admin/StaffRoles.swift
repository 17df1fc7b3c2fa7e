import Reactor
import Wire

/// Somebody, or everybody of a group, as the operator names them.
public enum StaffName: Hashable, Sendable, CustomStringConvertible {
    /// A user of the system.
    case user(String)
    /// Everybody in a group of the system.
    case group(String)
    /// A user by number, whether or not the system has a name for it.
    case userNumber(UInt32)
    /// Everybody in the group of that number.
    case groupNumber(UInt32)

    /// Reads `USER` or `@GROUP`, by name or by number; nil for what no system takes for either. Digits alone
    /// are a number: a name like that would be somebody else's number.
    public init?(_ word: some StringProtocol) {
        let isGroup = word.hasPrefix("@")
        let name = String(isGroup ? word.dropFirst() : word[...])
        if !name.isEmpty, name.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
            // The last number means nobody to the kernel.
            guard let number = UInt32(name), number < .max else { return nil }
            self = isGroup ? .groupNumber(number) : .userNumber(number)
            return
        }
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
        case .userNumber(let number): "\(number)"
        case .groupNumber(let number): "@\(number)"
        }
    }

    /// The number of the group that is meant; a user is none.
    func groupNumber() throws(SystemError) -> UInt32 {
        switch self {
        case .group(let name): try SystemUser.groupNumber(named: name)
        case .groupNumber(let number): number
        case .user, .userNumber: preconditionFailure("a user is no group")
        }
    }

    /// Whether the system says that there is nobody of that name. A number needs no name, and where the
    /// system cannot be asked nobody is called unknown. This may wait.
    var isUnknown: Bool {
        do throws(SystemError) {
            switch self {
            case .user(let name): _ = try SystemUser.number(named: name)
            case .group(let name): _ = try SystemUser.groupNumber(named: name)
            case .userNumber, .groupNumber: break
            }
            return false
        } catch {
            return error.isUnknownName
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
    public var socketGroup: StaffName?

    /// Nobody but the operator.
    public init() {}

    /// Everybody that is named.
    public var names: [StaffName] { readers + moderators + admins }

    /// The first who is named and whom the system does not know: most likely written wrong, and somebody who
    /// should look after the board could not. This asks the system, and waits.
    public var firstUnknown: StaffName? {
        ([socketGroup].compactMap(\.self) + names).first(where: \.isUnknown)
    }

    /// The highest role that somebody is given, by name or by a group. The operator, who could change the
    /// lists, is an admin unless a list says otherwise; whoever is in no list has none.
    func role(of user: SystemUser, isOperator: Bool) -> StaffRole? {
        let names: Set<StaffName> = Set(
            [.user(user.name), .userNumber(user.number)] + user.groups.map { .group($0) }
                + user.groupNumbers.map { .groupNumber($0) })
        for (role, list) in [(StaffRole.admin, admins), (.moderator, moderators), (.reader, readers)]
        where !names.isDisjoint(with: list) {
            return role
        }
        return isOperator ? .admin : nil
    }
}
