import Wire

/// Whoever acts through the admin socket.
struct StaffMember: Hashable, Sendable {
    /// The system user.
    let user: String
    /// What they may do.
    let role: StaffRole
}
