"""Perl and Ruby: what their names do, and which are harmless."""

from __future__ import annotations

from chimera_guard.effects.code.scripts.language import COMMON, Language, table, taken_away
from chimera_guard.effects.code.scripts.tokens import Syntax
from chimera_guard.effects.places import names

PERL = Language(
    Syntax(interpolation=("@{[", "${", "$", "@"), sigils="$@%&", quote_words=True, here="<<"),
    table(
        """
        shell: readpipe
        either: system exec
        eval: eval
        open: open
        delete: unlink rmdir
        delete+recursive: rmtree remove_tree
        write: mkdir truncate
        move write: rename move
        read write: copy
        read link: symlink link
        chmod: chmod
        chdir: chdir
        kill: kill
        connect: connect
        listen: listen
        privilege: setuid setgid POSIX.setuid POSIX.setgid
        send: post put
        capable: find finddepth open3 open2
        capable: fork syscall socket sysopen utime chown chroot dlopen IO.Socket.INET
        fetch: get getstore HTTP.Tiny
        """
    ),
    COMMON
    | names(
        """
        abs all any ARGV atan2 BEGIN binmode bless caller ceil chomp chop chr close closedir cmp continue cos dclone
        decode decode_base64 decode_json default defined delete die Dumper each encode encode_base64 encode_json END eof
        eq exists exit exp fileno first floor ge given gmtime grep gt hex index int join keys last lc lcfirst le local
        localtime log lstat lt map max maxstr md5_hex min minstr my ne next no none oct opendir ord our pack package
        pairkeys pairs pop pos print_r product push quotemeta qw rand readdir readline redo reduce ref reverse rewinddir
        rindex say scalar sha1_hex sha256_hex shift shuffle sin sleep sort splice split sprintf sqrt srand stat STDERR
        STDIN STDOUT strftime sub substr sum tie time timegm timelocal tr uc ucfirst undef uniq unpack unshift untie
        uri_escape uri_unescape use values wantarray warn when x xor
        """
    ),
    names("AUTOLOAD DynaLoader Inline"),
    {
        "find": "Find",
        "connect": "",
        "listen": "",
        "get": "LWP",
        "move": "File",
        "copy": "File",
        "post": "LWP",
        "put": "LWP",
    },
    bare_calls=True,
    all_arguments=True,
)

RUBY = Language(
    Syntax(interpolation=("#{",), sigils="$@", percent=True, block=None, here="<<"),
    table(
        """
        shell: IO.popen
        either: system exec spawn Process.spawn Kernel.system Kernel.exec Open3.capture2 Open3.capture3 Open3.capture2e
        either: sh Open3.popen3 PTY.spawn Process.exec Kernel.spawn Process.run Process.new
        eval: eval instance_eval class_eval module_eval
        capable: send __send__ public_send method const_get fork load instance_variable_set define_method syscall
        capable: Fiddle.dlopen Marshal.load TCPSocket.new UNIXSocket.new
        open: open File.open IO.read File.new Kernel.open
        read: Digest.SHA256.file Digest.MD5.file Digest.SHA1.file Digest.SHA512.file
        read: File.read IO.readlines File.readlines File.foreach File.binread YAML.load_file
        truncate: File.truncate
        write: File.write IO.write FileUtils.touch FileUtils.mkdir FileUtils.mkdir_p Dir.mkdir File.binwrite
        delete: File.delete File.unlink FileUtils.rm FileUtils.rm_f Dir.rmdir Dir.delete Dir.unlink FileUtils.remove
        delete+recursive+force: FileUtils.rm_rf FileUtils.rm_r FileUtils.remove_dir FileUtils.remove_entry rm_rf
        delete+recursive+force: FileUtils.remove_entry_secure FileUtils.rmtree
        capable: rmtree
        move write: File.rename FileUtils.mv FileUtils.move
        read write: FileUtils.cp FileUtils.cp_r FileUtils.copy FileUtils.install FileUtils.copy_file IO.copy_stream
        read link: File.symlink File.link FileUtils.ln_s FileUtils.ln_sf FileUtils.ln FileUtils.symlink FileUtils.link
        chmod: File.chmod FileUtils.chmod FileUtils.chmod_R
        chdir: Dir.chdir FileUtils.cd
        fetch: URI.open Net.HTTP.get Net.HTTP.get_response
        send: Net.HTTP.post Net.HTTP.post_form .post .put .patch .post_form
        connect: TCPSocket.open Net.SSH.start
        listen: TCPServer.new TCPServer.open
        kill: Process.kill
        rows: delete_all destroy_all
        database-delete: drop_table drop_database truncate_tables
        asked: .exec .exec!
        sql: execute .query exec_query exec_update exec_params async_exec
        privilege: Process.Sys.setuid Process.UID.change_privilege Process.setuid
        module: require
        """
    )
    | taken_away(),
    COMMON
    | names(
        """
        __dir__ abs ago alias all? ancestors any any? Array as_json ascii_only? assoc at atan2 attr_accessor attr_reader
        backtrace basename begin beginning_of_day between? bit_length block_given? bm bmbm bsearch bytes caller
        caller_locations capitalize captures case casecmp casecmp? cbrt ceil center chars children chomp chop chr chunk
        chunk_while clamp class clock_gettime codepoints coerce collect collect_concat combination compact compact!
        compare_by_identity concat cos count cover? cwday cweek cycle Date day decode64 def default default= delete
        delete_at delete_if delete_prefix delete_suffix denominator detect dig digest digits directory? dirname divmod
        downcase downto drop drop_while dump dup each each_byte each_char each_cons each_entry each_grapheme_cluster
        each_index each_key each_line each_pair each_slice each_value each_with_index each_with_object eager empty
        empty? encode encode64 encoding end end_with? ensure entries eql? equal? escape even? except exist? exists? exit
        exp expand_path extname false fdiv fetch fetch_values file? fill filter filter! filter_map find find_index
        finite? first first! flat_map flatten flatten! Float floor force force_encoding format freeze friday? from_now
        frozen? full_message gcd generate gets glob gm group_by gsub gsub! has_key? Hash hash hex hexdigest hour hypot
        imaginary include include? index infinite? inject insert inspect instance_methods instance_of?
        instance_variable_get instance_variables Integer integer? invert is_a? iso8601 itself join keep_if key key? keys
        kind_of? lambda last last_match lazy lcm lines ljust load_gem local local_variables log log10 log2 loop map map!
        match match? max max_by measure member? merge merge! message method_missing methods min min_by minmax minmax_by
        mktime module monday? month name named_captures nan? negative? next next_day next_month nil nil? none? now
        numerator object_id odd? one? options ord p pack parse partition peek permutation PI pop positive? post_match
        pow pp pre_match pred pretty_generate prev_day prev_month private proc product public public_methods push puts
        puts! raise rand Range rationalize read readlines real realtime reduce Regexp reject reject! require_relative
        rescue respond_to? reverse reverse! rewind rindex rjust rotate rotate! round sample saturday? scan sec select
        select! self Set shift shuffle shuffle! sin size sleep slice slice_before slice_when sort sort! sort_by sort_by!
        source spec split sprintf sqrt squeeze squeeze! srand start_with? step strftime String strip strptime Struct sub
        sub! succ succ! sum sum! sunday? super superclass swapcase Symbol take take_while tally tan tap then thursday?
        Time times to_a to_c to_csv to_date to_f to_h to_i to_json to_r to_s to_set to_sym to_time to_yaml tr tr_s
        transform_keys transform_keys! transform_values transform_values! transpose true tuesday? unicode_normalize
        union uniq uniq! unpack unpack1 unshift upcase upto utc valid_encoding? values values_at version warn wday
        wednesday? when with_index with_object yday year yield yield_self zero? zip zone
        """
    ),
    names("instance_eval __method__ binding ObjectSpace"),
    {"open": "", "system": "", "exec": "", "spawn": "", "rm_rf": "", "load": "", "fork": ""},
    names("json yaml set date time csv digest base64 securerandom fileutils open3 uri net/http erb ostruct pp")
    | names("bigdecimal tempfile optparse benchmark socket open-uri stringio zlib rubygems bundler etc pathname"),
    bare_calls=True,
    all_arguments=True,
)
