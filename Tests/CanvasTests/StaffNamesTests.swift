import Canvas
import Testing

struct StaffNamesTests {
    private let names = StaffNames(["Ana_Lopez", "Marnie"])

    @Test(arguments: [
        "admin", "ADMIN", "Adm1n", "4dmin", "a-d-m-i-n", "admin_", "admin7", "Admin-2026", "moderat0r",
        "5taff",
        "Ana_Lopez", "analopez", "AnaL0pez", "ana-lopez-2", "rnod", "T0ile", "Mamie", "MARNIE",
    ])
    func `what looks like one of the staff is an imitation`(name: String) {
        #expect(names.areImitated(by: name))
    }

    @Test(arguments: [
        "Ada", "guest-1a2b3c", "badminton", "modest", "Ana", "lopez", "system32x", "123", "___", "toiles",
    ])
    func `everybody else may be called what they like`(name: String) {
        #expect(!names.areImitated(by: name))
    }
}
