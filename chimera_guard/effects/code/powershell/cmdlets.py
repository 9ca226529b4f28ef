"""What the commands of PowerShell do, by their names, and those of cmd that mean the same."""

from __future__ import annotations

from chimera_guard.effects.places import names

ALIASES = {
    "gci": "get-childitem", "ls": "get-childitem", "dir": "get-childitem", "gi": "get-item", "gc": "get-content",
    "cat": "get-content", "type": "get-content", "ri": "remove-item", "rm": "remove-item", "del": "remove-item",
    "erase": "remove-item", "rd": "remove-item", "rmdir": "remove-item", "mi": "move-item", "mv": "move-item",
    "move": "move-item", "ci": "copy-item", "cp": "copy-item", "copy": "copy-item", "cpi": "copy-item",
    "ren": "rename-item", "rni": "rename-item", "ni": "new-item", "md": "mkdir", "sc": "set-content",
    "ac": "add-content", "clc": "clear-content", "tee": "tee-object", "iwr": "invoke-webrequest",
    "irm": "invoke-restmethod", "iex": "invoke-expression", "icm": "invoke-command", "ii": "invoke-item",
    "saps": "start-process", "start": "start-process", "spps": "stop-process", "kill": "stop-process",
    "spsv": "stop-service", "sasv": "start-service", "sls": "select-string", "?": "where-object",
    "where": "where-object", "%": "foreach-object", "foreach": "foreach-object", "sp": "set-itemproperty",
    "si": "set-item", "rp": "remove-itemproperty", "ipmo": "import-module", "epcsv": "export-csv", "sajb": "start-job",
    "ipcsv": "import-csv", "etsn": "enter-pssession", "nsn": "new-pssession", "cd": "set-location",
    "gps": "get-process", "ps": "get-process", "sv": "set-variable", "nv": "new-variable", "chdir": "set-location",
    "sl": "set-location", "pushd": "push-location", "popd": "pop-location",
    "clear-recyclebin": "clear-recyclebin", "cli": "clear-item", "nal": "new-alias", "sal": "set-alias",
}  # fmt: skip
# Functions that PowerShell calls by itself.
RUN_UNASKED = names("prompt tabexpansion tabexpansion2 psconsolehostreadline")
# What is done to the files that are named, by position or by one of these options.
FILES = {
    "remove-item": "delete", "clear-content": "truncate", "set-content": "write", "add-content": "append",
    "new-item": "write", "mkdir": "write", "rename-item": "move", "out-file": "write", "tee-object": "write",
    "export-csv": "write", "export-clixml": "write", "start-transcript": "write", "get-content": "read",
    "import-csv": "read", "import-clixml": "read", "select-string": "read", "set-acl": "chmod", "set-item": "write",
    "clear-item": "truncate", "unblock-file": "chmod quarantine", "get-filehash": "read", "format-hex": "read",
    "import-powershelldatafile": "read", "set-itemproperty": "write", "new-itemproperty": "write",
    "remove-itemproperty": "write", "clear-itemproperty": "write", "rename-itemproperty": "write",
    "export-pfxcertificate": "write", "export-certificate": "write", "set-authenticodesignature": "write",
}  # fmt: skip
SWITCHES = names(
    """
    recurse force confirm whatif verbose debug passthru asplaintext wait nonewline asjob hidden file directory append
    noclobber casesensitive raw autosize wrap unique descending notypeinformation quiet usebasicparsing list simplematch
    allmatches nonewwindow hashtable system readonly leaf removedata disablenamechecking allowclobber
    skippublishercheck asarray compress follow tail usedefaultcredentials skipcertificatecheck stable
    """
)
VALUED = names("verb fil fi li")  # the beginnings of these are not those of a switch
# What other cmdlets do, with the flags of it; the whole name decides, then its verb and the beginning of its noun.
OTHERS = {
    **dict.fromkeys(names("format-volume clear-disk initialize-disk remove-partition"), "device-write"),
    **dict.fromkeys(names("reset-physicaldisk remove-virtualdisk remove-storagepool"), "device-write"),
    **dict.fromkeys(names("resize-partition format format.com optimize-volume"), "device-write"),
    **dict.fromkeys(names("set-disk set-partition set-volume new-partition"), "device-write local"),
    **dict.fromkeys(names("mount-diskimage dismount-diskimage mount-vhd dismount-vhd"), "mount"),
    **dict.fromkeys(names("stop-computer restart-computer"), "service power"),
    **dict.fromkeys(names("stop-service suspend-service remove-service disable-netadapter"), "service stop"),
    **dict.fromkeys(names("set-mppreference add-mppreference set-netfirewallprofile clear-eventlog"), "weaken"),
    **dict.fromkeys(names("remove-eventlog limit-eventlog disable-bitlocker remove-netfirewallrule"), "weaken"),
    **dict.fromkeys(names("disable-netfirewallrule disable-computerrestore suspend-bitlocker"), "weaken"),
    **dict.fromkeys(names("remove-mpthreat uninstall-windowsfeature remove-windowsfeature"), "weaken"),
    **dict.fromkeys(names("disable-windowsoptionalfeature set-psreadlineoption clear-history"), "weaken local"),
    **dict.fromkeys(names("new-localuser set-localuser enable-localuser add-localgroupmember"), "service access"),
    **dict.fromkeys(names("enable-psremoting new-smbshare grant-smbshareaccess"), "service access"),
    **dict.fromkeys(names("add-adgroupmember set-adaccountpassword new-aduser enable-adaccount"), "remote-change"),
    **dict.fromkeys(names("remove-localuser disable-localuser remove-localgroupmember"), "service force"),
    **dict.fromkeys(names("register-scheduledtask new-service set-wmiinstance register-wmievent"), "persist"),
    **dict.fromkeys(names("register-scheduledjob new-scheduledtask register-cimindicationevent"), "persist"),
    **dict.fromkeys(names("set-service start-service restart-service resume-service set-date set-timezone"), "service"),
    **dict.fromkeys(names("rename-computer restart-netadapter enable-netadapter new-netipaddress"), "service"),
    **dict.fromkeys(names("set-dnsclientserveraddress new-netfirewallrule set-netfirewallrule set-vm"), "service"),
    **dict.fromkeys(names("enable-windowsoptionalfeature add-computer remove-computer start-vm gpupdate"), "service"),
    **dict.fromkeys(names("unregister-scheduledtask disable-scheduledtask enable-scheduledtask"), "service"),
    **dict.fromkeys(names("start-scheduledtask set-netipaddress remove-netroute new-netroute set-culture"), "service"),
    **dict.fromkeys(names("install-module install-script install-package install-packageprovider"), "install"),
    **dict.fromkeys(names("install-psresource update-module update-psresource install-windowsfeature"), "install"),
    **dict.fromkeys(names("add-appxpackage add-appxprovisionedpackage add-windowscapability save-module"), "install"),
    **dict.fromkeys(names("uninstall-module uninstall-package uninstall-psresource uninstall-script"), "uninstall"),
    **dict.fromkeys(names("remove-appxpackage remove-appxprovisionedpackage"), "uninstall"),
    **dict.fromkeys(names("publish-module publish-script publish-psresource"), "publish"),
    **dict.fromkeys(names("enter-pssession new-pssession connect-pssession"), "connect"),
    **dict.fromkeys(names("invoke-pester invoke-build invoke-psake invoke-plaster psake"), "exec-script"),
    "send-mailmessage": "send", "get-credential": "reveal", "get-azkeyvaultsecret": "reveal", "get-secret": "reveal",
    "register-psrepository": "weaken local", "set-psrepository": "weaken local", "convertfrom-securestring": "reveal",
}  # fmt: skip
NOUNS = {
    "remove-az": "remote-delete", "remove-ad": "remote-delete", "remove-aws": "remote-delete",
    "remove-ec2": "remote-delete", "remove-s3": "remote-delete", "remove-mg": "remote-delete",
    "stop-az": "remote-change offline", "remove-vm": "remote-delete", "stop-vm": "remote-change offline",
    "new-az": "remote-change", "set-az": "remote-change", "connect-az": "connect", "connect-mg": "connect",
    "remove-rds": "remote-delete", "remove-smbshare": "service", "remove-net": "service", "remove-dns": "service force",
    "new-mg": "remote-change", "update-mg": "remote-change", "set-ad": "remote-change", "new-ad": "remote-change",
}  # fmt: skip
READS = names(
    """
    get select where sort measure format out test write compare convertfrom convertto group resolve split join find
    show wait read trace assert push pop receive debug
    """
)
HARMLESS = names(
    """
    add-member add-type cd.. chcp clear clear-host clear-variable cls color date echo endlocal exit fhx fl
    foreach-object ft fw gal gcm ghy gm goto gps group gsv gv h help history import-module invoke-scriptanalyzer man
    measure measure-command new-alias new-event new-guid new-object new-pssessionoption new-scheduledtaskaction
    new-scheduledtaskprincipal new-scheduledtasksettingsset new-scheduledtasktrigger new-temporaryfile new-timespan
    new-variable pause popd prompt ps pushd pwd rem remove-event remove-job remove-module remove-psdrive remove-variable
    select set-alias set-clipboard set-location set-psbreakpoint set-psdebug set-strictmode set-variable setlocal shift
    sl sleep sort start-job start-sleep start-threadjob stop-job stop-transcript tee-object title unregister-event
    update-formatdata update-typedata ver verify vol
    """
)
KEYWORDS = names(
    """
    if else elseif try catch finally switch do while until for foreach return throw exit break continue in begin process
    end class enum using function filter workflow param trap data dynamicparam configuration
    """
)
# Types and members that only reckon, or read.
PLAIN_TYPES = (
    "[math]", "[string]", "[int", "[datetime]", "[guid]", "[version]", "[regex]", "[char", "[bool]", "[long]",
    "[double]", "[decimal]", "[timespan]", "[uri]", "[array]", "[byte", "[ipaddress]", "[system.io.path]", "[io.path]",
    "[enum]",
    "[system.math]", "[system.string]", "[system.datetime]", "[system.guid]", "[text.encoding]", "[system.text.",
    "[convert]", "[system.convert]", "[environment]", "[system.environment]", "[bitconverter]", "[xml",
    "[pscustomobject]",
    "[psobject]", "[ordered]", "[hashtable]", "[switch]", "[void]", "[system.version]", "[datetimeoffset]", "[float]",
    "[system.uri]", "[system.net.dns]", "[net.dns]", "[system.collections.", "[collections.", "[linq.",
    "[system.linq.",
    "[system.globalization.", "[cultureinfo]", "[console]", "[system.console]", "[net.servicepointmanager]",
    "[system.net.servicepointmanager]", "[net.securityprotocoltype]", "[security.principal.windowsidentity]",
    "[system.security.principal.", "[security.principal.", "[system.diagnostics.stopwatch]", "[diagnostics.stopwatch]",
    "[random]", "[system.random]", "[runtime.interopservices.runtimeinformation]", "[single]", "[object", "[validate",
    "[parameter", "[cmdletbinding", "[outputtype", "[alias", "[nullable", "[mailaddress]", "[numerics.", "[allow",
    "[system.runtime.interopservices.runtimeinformation]", "[system.net.webutility]", "[web.httputility]",
)  # fmt: skip
CASTS = ("[char]", "[string]", "[char[]]", "[int]", "[io.fileinfo]", "[io.directoryinfo]", "[system.io.")
PLAIN_METHODS = names(
    """
    tostring split replace trim trimstart trimend substring startswith endswith contains toupper tolower indexof
    lastindexof adddays addhours addminutes addseconds addmonths addyears tojson gettype equals compareto padleft
    padright add addrange insert clear containskey containsvalue getenumerator where foreach join remove removeat sort
    reverse toarray tolist count getbytes getstring getmembers getproperties item hashcode gethashcode format subtract
    tolocaltime touniversaltime toshortdatestring tochararray normalize parse isinrole getvalue gethostname keys values
    append appendline appendformat nextdouble next getresponse tolowerinvariant toupperinvariant matches ismatch match
    """
)
# Members that do something to what they are called of.
ACTING = names("delete kill invoke stop moveto copyto encrypt create close terminate")
# What is called of files, by the end of the type and the member.
CALLS = {
    "io.file]::writealltext": "write", "io.file]::writealllines": "write", "io.file]::writeallbytes": "write",
    "io.file]::appendalltext": "append", "io.file]::delete": "delete", "io.file]::copy": "write",
    "io.file]::move": "move", "io.file]::readalltext": "read", "io.file]::readalllines": "read",
    "io.file]::readallbytes": "read", "io.file]::exists": "", "io.directory]::delete": "delete recursive",
    "io.directory]::exists": "", "io.directory]::getfiles": "", "io.directory]::createdirectory": "write directory",
    "io.directory]::getdirectories": "", "io.compression.zipfile]::extracttodirectory": "write",
    "io.compression.zipfile]::createfromdirectory": "write", "io.directory]::getcurrentdirectory": "",
    "io.file]::create": "write", "io.file]::openread": "read",
}  # fmt: skip
LISTS = ("io.directory]::getfiles", "io.directory]::getdirectories")
# Programs of Windows that have the name of another one elsewhere.
OF_WINDOWS = {"net": "net.exe", "net1": "net.exe", "find": "find.exe", "cipher": "cipher.exe", "format": "format.com"}
# Where settings lie that Windows runs at start, or that protect it.
GUARDS = names("windefend wdnissvc sense mpssvc eventlog wscsvc securityhealthservice vss wdfilter mdcoresvc")
RUN_KEYS = ("currentversion\\run", "image file execution options", "winlogon", "\\services\\", "active setup")
GUARDING_KEYS = ("windows defender", "disable", "enablelua", "lsa", "securityproviders", "windowsfirewall", "amsi")
