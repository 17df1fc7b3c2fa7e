/// What a console can show, by the digit that opens it.
public enum Screen: Int, CaseIterable, Sendable {
    case live = 1
    case clients
    case reports
    case people
    case areas
    case bans
    case defence
    case audit
    case health

    /// What stands on its tab.
    var title: String {
        switch self {
        case .live: "Live"
        case .clients: "Clients"
        case .reports: "Reports"
        case .people: "People"
        case .areas: "Areas"
        case .bans: "Bans"
        case .defence: "Defence"
        case .audit: "Audit"
        case .health: "Health"
        }
    }

    /// What the server and the command line call it.
    public var word: String { title.lowercased() }

    /// What draws it and takes its keys.
    var view: any ScreenView.Type {
        switch self {
        case .live: LiveScreen.self
        case .clients: ClientsScreen.self
        case .reports: ReportsScreen.self
        case .people: PeopleScreen.self
        case .areas: AreasScreen.self
        case .bans: BansScreen.self
        case .defence: DefenceScreen.self
        case .audit: AuditScreen.self
        case .health: HealthScreen.self
        }
    }
}
