import Moderation

/// What a connection through the admin socket has beyond others. An object of its own, so that it costs those
/// of players no more than a pointer.
final class AdminSide {
    /// The user at the other end, as the kernel knows it; nil where it does not.
    let userNumber: UInt32?
    /// Who that is: looked up with the first request.
    var member: StaffMember?
    /// A console is open.
    var hasConsole = false

    init(userNumber: UInt32?) {
        self.userNumber = userNumber
    }
}
