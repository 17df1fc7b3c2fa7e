import Moderation
import Reactor
import Session
import Wire

/// Tells who is at the other end of the admin socket, and what they may do.
///
/// The system's databases are asked on a thread of its own, for they may ask the network. An answer is good
/// for a minute: so long it takes until somebody who was taken out of a group comes in no more.
///
/// `@unchecked Sendable` is safe because what several threads touch is under the lock.
final class StaffDirectory: @unchecked Sendable {
    typealias Reply = @Sendable (StaffMember?) -> Void

    /// How long an answer is good.
    static let keptMillis: Int64 = 60_000
    /// Users that are remembered: more than any team, and a bound for a group that is everybody.
    static let usersMax = 1024

    let roles: StaffRoles
    private let find: @Sendable (UInt32) -> SystemUser
    private let worker: WorkerThread
    private let ownNumber = SystemUser.ownNumber
    private let lock = Lock()
    // Under the lock.
    private var known: [UInt32: (member: StaffMember?, at: Int64)] = [:]

    /// Asks the system, or whom a test puts in its place.
    init(
        _ roles: StaffRoles, find: @escaping @Sendable (UInt32) -> SystemUser = SystemUser.find
    ) throws(SystemError) {
        self.roles = roles
        self.find = find
        worker = try WorkerThread(name: "staff", waitingMax: Limits.adminConnectionsMax)
    }

    /// Who has that number: at once where it is known, later on a thread of its own where the system has to
    /// be asked. Nil: nobody who may come in.
    func member(_ number: UInt32, now: Int64, reply: @escaping Reply) {
        let kept = lock.withLock { known[number] }
        if let kept, now - kept.at < Self.keptMillis { return reply(kept.member) }
        let isTaken = worker.post { [self] in
            let member = member(find(number))
            lock.withLock {
                if known.count >= Self.usersMax { known = [:] }
                known[number] = (member, now)
            }
            reply(member)
        }
        if !isTaken { reply(nil) }
    }

    /// Forgets everybody: the next who comes is looked up anew.
    func forget() {
        lock.withLock { known = [:] }
    }

    /// Whom this process runs as, if they may act. This asks the system, and waits.
    var ownMember: StaffMember? {
        guard let member = member(find(ownNumber)), member.role >= .moderator else { return nil }
        return member
    }

    /// Whether a user may act, still under that name. This asks the system, and waits.
    func mayAct(_ user: String, number: UInt32?) -> Bool {
        guard let number, let member = member(find(number)) else { return false }
        return member.user == user && member.role >= .moderator
    }

    /// Ends the thread.
    func close() {
        worker.stop()
        worker.join()
    }

    private func member(_ user: SystemUser) -> StaffMember? {
        let isOperator = user.number == 0 || user.number == ownNumber
        guard let role = roles.role(of: user, isOperator: isOperator) else { return nil }
        // A name comes from outside like any other: what cannot be shown is named by its number.
        return StaffMember(
            user: SafeLine(user.name)?.text ?? String(user.number), role: role, number: user.number)
    }
}
