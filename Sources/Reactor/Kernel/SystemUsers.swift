internal import CLinux
internal import Glibc

/// Somebody whom the system knows. Looking somebody up may ask the network, and block: not on a loop.
public struct SystemUser: Equatable, Sendable {
    /// So many groups of one user are looked at: more than any system allows by default is a mistake there.
    public static let groupsMax = 1024

    /// The number that the kernel knows them by.
    public let number: UInt32
    /// What they are called; the number as text, where the system has no name for it.
    public let name: String
    /// What their groups are called, as far as the system has names for them.
    public let groups: [String]
    /// The numbers of their groups.
    public let groupNumbers: [UInt32]

    /// Somebody.
    public init(number: UInt32, name: String, groups: [String], groupNumbers: [UInt32] = []) {
        self.number = number
        self.name = name
        self.groups = groups
        self.groupNumbers = groupNumbers
    }

    /// Whom this process runs as.
    public static var ownNumber: UInt32 { clinux_own_user() }

    /// Who has that number.
    public static func find(_ number: UInt32) -> SystemUser {
        var text = [CChar](repeating: 0, count: nameBytesMax)
        var firstGroup: gid_t = 0
        let answer = SystemCall.answer("getpwuid") {
            clinux_user_name(number, &text, text.count, &firstGroup)
        }
        guard answer >= 0 else { return SystemUser(number: number, name: String(number), groups: []) }
        let name = String(text)
        var groups = [gid_t](repeating: 0, count: groupsMax)
        let count = SystemCall.answer("getgrouplist") {
            clinux_user_groups(name, firstGroup, &groups, Int32(groupsMax))
        }
        let numbers = Array(groups.prefix(Int(max(0, count))))
        return SystemUser(
            number: number, name: name, groups: numbers.compactMap(nameOfGroup), groupNumbers: numbers)
    }

    /// The number of a user of that name.
    public static func number(named name: String) throws(SystemError) -> UInt32 {
        var number: uid_t = 0
        try SystemCall.value("getpwnam") { clinux_user_number(name, &number) }
        return number
    }

    /// The number of a group of that name.
    public static func groupNumber(named name: String) throws(SystemError) -> UInt32 {
        var number: gid_t = 0
        try SystemCall.value("getgrnam") { clinux_group_number(name, &number) }
        return number
    }

    private static let nameBytesMax = 256

    private static func nameOfGroup(_ number: gid_t) -> String? {
        var text = [CChar](repeating: 0, count: nameBytesMax)
        let answer = SystemCall.answer("getgrgid") { clinux_group_name(number, &text, text.count) }
        return answer < 0 ? nil : String(text)
    }
}

/// What this process takes of its machine.
public enum SystemUsage {
    /// The time of all processors that it has used, in microseconds.
    public static var processorMicros: Int64 { max(0, clinux_processor_micros()) }

    /// The memory of it that is resident, in bytes; 0 where that cannot be told.
    public static var residentBytes: Int64 { max(0, clinux_resident_bytes()) }

    /// What the machine is called.
    public static var hostName: String {
        var text = [CChar](repeating: 0, count: 256)
        let answer = SystemCall.answer("gethostname") { clinux_host_name(&text, text.count - 1) }
        return answer < 0 ? "" : String(text)
    }
}

extension String {
    /// What C wrote, up to the zero byte behind it. What is no UTF-8 is repaired.
    fileprivate init(_ text: [CChar]) {
        self.init(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
