/// Why a picture could not be made.
public enum PictureError: Error, Equatable {
    /// Width or height is below 1, or there are not width times height pixels.
    case wrongSize(width: Int, height: Int, pixelCount: Int)
    /// A palette has 2 to 256 colours.
    case wrongPaletteCount(Int)
    /// The crop is empty or reaches beyond the picture.
    case cropOutside(Crop)
    /// The scale is below 1, or a side of the scaled picture is beyond counting.
    case wrongScale(Int)
    /// The compression level is not one of 0 to 9.
    case wrongLevel(Int)
    /// A pixel names a colour that the palette does not have.
    case noSuchColour(UInt8)
    /// An animation shows something.
    case noFrames
    /// There is no memory for the encoder.
    case outOfMemory
    /// libpng refused, in its own words.
    case refused(String)
}
