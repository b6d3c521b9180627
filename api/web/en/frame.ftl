# The pages say what stands in the files of this folder, in English. Sentences about people and plans are the library's, in its own
# catalogue. Syntax: https://projectfluent.org/fluent/guide/

product = Group Matcher
statement = These are proposals. A clinician decides.
skip = Skip to the content
nav-lists = Lists
nav-interface = For programs
who-local = on this machine, without signing in
sign-out = Sign out
role-coordinator = coordinator
role-clinician = clinician
role-integration = integration
role-auditor = auditor

### Signing in

sign-in-title = Sign in
sign-in-clinic = Which clinic?
sign-in-next = Next
sign-in-at = At
sign-in-other = another clinic
sign-in-login = Name or e-mail address
sign-in-password = Password
sign-in-do = Sign in
sign-in-or = or
sign-in-elsewhere = Sign in with your clinic's account
sign-in-help = No account, or the password is lost? Whoever administers Group Matcher at your clinic makes a new one.
sign-in-refused = Name and password do not go together, or there were too many tries. Try again in a while, or ask whoever administers the clinic.
sign-in-ended = You were signed out meanwhile, and what was sent last was not saved. Sign in, and do it again.
sign-in-out = You are signed out.

### What went wrong

error-to-lists = To the lists
error-id = When you tell somebody of it, give this number:
error-400 = This could not be read
error-400-do = Go back, look at what was entered, and send it again.
error-401 = You are not signed in
error-401-do = Nothing was changed.
error-403 = This is not allowed
error-403-do = Nothing was changed. What each person may do follows from their role, which whoever administers the clinic gives.
error-404 = There is nothing here
error-404-do = It was deleted, or the address is not complete. What there is stands among the lists.
error-405 = This address only takes what a form sends
error-405-do = Go back to the page with the form.
error-409 = This does not go with how things stand now
error-409-do = Nothing was changed. Somebody else may have been quicker: look at the page anew, then decide.
error-412 = This has changed meanwhile
error-412-do = Nothing was changed. Look at the page anew, then decide.
error-413 = Too large
error-413-do = More was sent than this service takes. Was it the right file?
error-422 = Something has to be corrected
error-422-do = Nothing was changed. Go back and correct it.
error-429 = A moment, please
error-429-do = More was asked than this service answers at once.
error-500 = Something went wrong here
error-500-do = It is not your fault, and what was saved before is still there. Try again; if it stays, tell whoever runs this service.
error-503 = Not ready
error-503-do = Try again in a minute.
error-other = This did not work
error-other-do = Nothing was changed. Go back and try again.
