// The rules of the house, each as a pure function from a tree to what breaks it.
#pragma once

#include "house/tree.h"

namespace ringfence::house {

/// Includes in src/ point down the order of modules, and a unit includes no sibling. Of a lower module's unit
/// only
/// `*_config.h` may be used: everything else is reached through the module's table.
Findings CheckLayers(const Tree& tree);

/// A folder of code below a module with a .def has a line there, and every line has a folder with code.
Findings CheckUnitLines(const Tree& tree);

/// Every folder of src/ with sources has a test beside them; folders of headers alone need none.
Findings CheckTestsExist(const Tree& tree);

/// Every folder of src/ with code says in a README.md (readers of configurations: or characterization.md) why
/// it exists.
Findings CheckReadmes(const Tree& tree);

/// Files of code have at most 600 lines and functions at most 70, but for the entries of
/// tests/house/exemptions.txt, which must be needed and exact.
Findings CheckSizes(const Tree& tree);

/// Names of files: snake_case, and none that says nothing (util, helper, common, misc, manager).
Findings CheckFileNames(const Tree& tree);

/// Words of a maker or its system occur in src/ only in that reader's folder, in tests and in the .def
/// tables.
Findings CheckVendorWords(const Tree& tree);

/// No paths of one machine, no unfinished work and no passwords in the repository.
Findings CheckStrayWords(const Tree& tree);

/// Every public declaration in a header of src/ has a comment: above it, beside it, or above the group it
/// stands in.
Findings CheckContracts(const Tree& tree);

/// Own code throws nothing, uses no std::regex, opens no namespace, and headers stay light.
Findings CheckBans(const Tree& tree);

/// No object registers itself while the program starts: tables are explicit.
Findings CheckSelfRegistration(const Tree& tree);

/// Every source includes its own header first, which proves that the header stands alone.
Findings CheckOwnHeaderFirst(const Tree& tree);

/// Every diagnostic of src/base/diagnostics.def is named in a test or in an expectation below testdata/.
Findings CheckDiagnosticsFire(const Tree& tree);

}  // namespace ringfence::house
