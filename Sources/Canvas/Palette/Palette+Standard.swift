extension Palette {
    /// The palette of a new board: 32 colours of our own choice, no two of them closer than 0.08 in OKLab.
    /// Colour 0, the blank board, is white. The same as `Assets/Palettes/toile.gpl`.
    public static let standard = Palette(
        known: "Toile",
        colours: standardColours.map { Colour(packed: $0.packed) },
        colourNames: standardColours.map(\.name))

    private static let standardColours: [(packed: UInt32, name: String)] = [
        (0xff_ffff, "Chalk"),
        (0xcc_d3dd, "Mist"),
        (0x93_9cab, "Pebble"),
        (0x56_5f70, "Slate"),
        (0x2a_2e3a, "Charcoal"),
        (0x00_0000, "Ink"),
        (0x6a_0f30, "Garnet"),
        (0xc4_182e, "Poppy"),
        (0xff_4f4a, "Coral"),
        (0xff_9d8a, "Shell"),
        (0xff_cfae, "Peach"),
        (0xf0_7800, "Tangerine"),
        (0xff_b020, "Saffron"),
        (0xff_e14d, "Lemon"),
        (0x8a_4a22, "Chestnut"),
        (0xb9_8a64, "Caramel"),
        (0x58_300f, "Walnut"),
        (0x1d_5c34, "Fir"),
        (0x2f_a348, "Clover"),
        (0x8e_d81f, "Lime"),
        (0xc4_f59a, "Pistachio"),
        (0x6b_7a1e, "Olive"),
        (0x00_808c, "Lagoon"),
        (0x18_bfae, "Jade"),
        (0x9a_eff0, "Mint"),
        (0x1e_3a9c, "Indigo"),
        (0x2a_7ff0, "Azure"),
        (0x6c_c7ff, "Sky"),
        (0x6a_26b8, "Violet"),
        (0xa6_78f2, "Lilac"),
        (0xb0_188e, "Magenta"),
        (0xff_6fc0, "Rose"),
    ]
}
