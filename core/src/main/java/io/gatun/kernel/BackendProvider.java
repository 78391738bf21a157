package io.gatun.kernel;

import io.gatun.tensor.Device;
import java.util.List;

/// Opens the devices of one type. Providers are found by [java.util.ServiceLoader]; they do nothing before they are
/// asked.
public interface BackendProvider {

    /// Returns the type of its devices, as in [Device#type()].
    String type();

    /// Returns the devices that are there; none where there is nothing that could run them.
    List<Device> devices();

    /// Opens a device. Asked once for each, and not while another is being opened.
    ///
    /// @throws io.gatun.tensor.DeviceException if it is not there, saying what was looked for and where
    Backend open(Device device);
}
