import Session
import Wire

// What moderators ask. Nothing here changes anything.

extension CanvasActor {
    func answer(
        _ topic: AdminTopic, of request: AdminRequest, reply: @escaping @Sendable (AdminReply) -> Void
    ) {
        switch topic {
        case .me: reply(AdminReply(StaffPresence(request.staff)))
        default: reply(AdminReply(.notFound, "Nothing is known of \(topic.rawValue)."))
        }
    }
}

extension StaffPresence {
    /// Somebody of whom no more is known than who they are.
    init(_ member: StaffMember) {
        self.init()
        user = member.user
        role = member.role
    }
}
