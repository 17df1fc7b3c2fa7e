import Foundation
import Reactor
import Service
import TestKit

@testable import Service

/// The system's users as a test wants them: whoever comes next through the admin socket is `present`.
///
/// `@unchecked Sendable` is safe because its state is under its lock.
final class ScriptedTeam: @unchecked Sendable {
    private let lock = NSLock()
    private var present = SystemUser(number: 4000, name: "ana", groups: [])

    /// rita looks, mara and the group crew act, ana may do everything.
    static var roles: StaffRoles {
        var roles = StaffRoles()
        roles.readers = [.user("rita")]
        roles.moderators = [.user("mara"), .group("crew")]
        roles.admins = [.user("ana")]
        return roles
    }

    /// Whoever comes next is this one.
    func enter(_ name: String, groups: [String] = [], number: UInt32 = 4000) {
        lock.withLock { present = SystemUser(number: number, name: name, groups: groups) }
    }

    func user(_ number: UInt32) -> SystemUser {
        lock.withLock { present }
    }
}

extension RunningServer {
    struct NoAdminSocket: Error {}

    /// A request of somebody of the staff, on a connection of its own.
    func staff(
        _ method: String, _ target: String, as name: String = "ana", groups: [String] = [],
        body: String? = nil
    ) throws -> HTTPAnswer {
        try enter(name, groups: groups)
        guard let adminPath else { throw NoAdminSocket() }
        return try HTTPClient(path: adminPath).ask(method, target, body: body)
    }

    /// A console of somebody of the staff, or what else they open there.
    func console(as name: String = "ana", path: String = "/admin/ws") throws -> WebSocketClient {
        try enter(name, groups: [])
        guard let adminPath else { throw NoAdminSocket() }
        return try WebSocketClient(socketPath: adminPath, path: path)
    }

    private func enter(_ name: String, groups: [String]) throws {
        guard let team else { throw NoAdminSocket() }
        team.enter(name, groups: groups)
        forgetStaff()
    }
}
