using System.Collections.Immutable;
using DeskFleet.Core.Catalog;

namespace DeskFleet.Core.Displays;

/// <summary>What people work with at their end.</summary>
public enum Peripheral
{
    QwertyKeyboard,

    /// <summary>Of 106 or 109 keys.</summary>
    JapaneseKeyboard,
    UsbPointer,
    BluetoothPointer,

    /// <summary>A mouse of three dimensions, as for CAD.</summary>
    ThreeDimensionalMouse,
}

/// <summary>Which peripherals work with which desktops (GPU-06): a table for clients and help desks; the guest itself enforces it.</summary>
public static class Peripherals
{
    public static ImmutableArray<Peripheral> NotSupported(HardwareFamily family) =>
        family == HardwareFamily.Graphics ? [Peripheral.ThreeDimensionalMouse] : [];
}
